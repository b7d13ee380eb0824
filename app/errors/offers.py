"""Words of what inviting and booking refuse."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "not_matching": Words(
        lazy("People are not looked for to this request now."),
        lazy("Review the request first, or look at its state."),
    ),
    "nothing_to_offer": Words(
        lazy("The request has no time with a free seat."), lazy("Add a time or seats.")
    ),
    "not_a_candidate": Words(
        lazy("One of the chosen cannot be asked for this."),
        lazy("Look under the reasons why, and choose somebody else."),
    ),
    "turn_reason_needed": Words(
        lazy("Somebody else has waited longer for her turn."),
        lazy("Choose in order, or say why this person is asked first."),
    ),
    "order_has_begun": Words(
        lazy("People have been asked in the order of that day already."),
        lazy("Give a coming day."),
    ),
    "not_eligible": Words(
        lazy("The agreement or the guardian's consent is not in force on that day."),
        lazy("Mend it in the registry first, then book again."),
    ),
    "request_ended": Words(
        lazy("This request has ended."), lazy("Ring the coordinator if this was a surprise.")
    ),
    "when_to_ring": Words(
        lazy("It is not known when to ring again."), lazy("Write the day and the time.")
    ),
    "fee_locked": Words(
        lazy("The fee has been chosen already."),
        lazy("It is chosen before the work and stays as it was."),
    ),
    "payee_settled": Words(
        lazy("Something of this assignment has been approved already."),
        lazy("Who pays and who is paid stay as they were. Agree with finance how to mend it."),
    ),
    "fee_settled": Words(
        lazy("Something of this assignment has been approved already."),
        lazy("The fee stays as it was agreed. Agree with finance how to mend it."),
    ),
    "not_a_range": Words(
        lazy("The price of this work says the sum by itself."),
        lazy("Leave the agreed sum empty."),
    ),
    "no_such_role": Words(
        lazy("The price of this work adds nothing for that role."),
        lazy("Choose a role that stands in the price."),
    ),
    "not_begun": Words(
        lazy("The meeting has not begun yet."), lazy("Mark who came when it has begun.")
    ),
}
