"""Several named people booked for one occasion at once, as for a panel meeting."""

from collections.abc import Sequence
from datetime import datetime

from app.access import Actor
from app.database import transaction
from app.now import now
from app.storage import assignments, experts, occasions, requests
from app.storage.assignments import Assignment
from app.use_cases import seats
from app.use_cases.new_offer import NotMatching
from app.use_cases.turns import turn_of
from scheduling.kinds import OnBehalf, TurnReason
from scheduling.lifecycle import SEATED, RequestState
from scheduling.said import check_said_at


def book_group(
    occasion_id: int,
    expert_ids: Sequence[int],
    *,
    by: Actor,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
    override_reason: str | None = None,
    turn_reason: TurnReason | None = None,
    turn_note: str | None = None,
) -> list[Assignment]:
    """All of them or none; who already has a seat keeps it. Returns the new seats.

    turn_reason   why these, when it was the turn of others
    Raises Missing, NotMatching, SeatTaken, DoubleBooked, NotEligible, ReasonNeeded,
    AnswerInFuture, AnswerBeforeAsked.
    """
    with transaction():
        occasion = occasions.get(occasion_id)
        request = requests.get(occasion.request_id, lock=True)
        if request.state not in (RequestState.MATCHING, RequestState.FILLED):
            raise NotMatching
        check_said_at(now(), said_at, since=request.created_at)
        there = assignments.on_occasion(occasion.id)
        seated = {each.expert_id for each in there if each.state in SEATED}
        coming = [experts.get(each) for each in dict.fromkeys(expert_ids) if each not in seated]
        turn = turn_of(
            request,
            [each.id for each in coming],
            occasion=occasion,
            reason=turn_reason,
            note=turn_note,
        )
        booked = []
        for expert in coming:
            seat = seats.give(
                by=by,
                request=request,
                occasion=occasion,
                expert=expert,
                how=how,
                said_at=said_at,
                is_group=True,
                override_reason=override_reason,
                turn=turn.why,
            )
            seats.confirm_to(expert, [seat])
            booked.append(seat)
        turn.refuse_unexplained()
        seats.settle(request, by=by)
    return booked
