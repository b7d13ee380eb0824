"""What follows when a seat is given or comes free, inside the transaction of the one who asks."""

from dataclasses import dataclass
from datetime import date, datetime

from app.access import Actor
from app.database import Refusal
from app.gateways import mail, public_links, queue
from app.now import now, today
from app.readings import expect_pay
from app.storage import candidates, changes, experts, occasions, offers, tables
from app.storage.assignments import Assignment, DoubleBooked
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.links import LinkKind
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from app.use_cases.request_steps import step, tell_who_comes
from invoices.pricing.price import FeeChoice
from scheduling.eligibility import reasons_against
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.kinds import OnBehalf, TurnReason
from scheduling.lifecycle import (
    OfferState,
    RequestState,
    next_offer_state,
)
from scheduling.obstacles import is_busy, kilometres
from scheduling.offers import send_at
from scheduling.reasons import Against
from scheduling.travel_time import estimated_minutes
from scheduling.working_days import next_working_day

# What nobody may be booked against, whoever asks and whoever says yes. Her own wishes (the way,
# times of the week, a month's hours, a pause) give way to her own yes; her guardian's do not.
NEVER = {
    Against.STOPPED,
    Against.NO_AGREEMENT,
    Against.AGREEMENT_NOT_VALID,
    Against.GUARDIAN_HAS_NOT_CONSENTED,
    Against.MINORS_TIME,
}
DAY_MINUTES = 24 * 60


class NotEligible(Refusal):
    """The agreement or the guardian's consent is missing or too narrow, or all was stopped."""

    code = "not_eligible"


@dataclass(frozen=True)
class OutOfTurn:
    """Why a person got the seat before the one whose turn it was."""

    reason: TurnReason
    note: str | None = None


class RequestEnded(Refusal):
    """The request was cancelled or its work is over."""

    code = "request_ended"


def give(
    *,
    by: Actor,
    request: ExpertRequest,
    occasion: Occasion,
    expert: Expert,
    offer: Offer | None = None,
    replaces: Assignment | None = None,
    fee_choice: FeeChoice = FeeChoice.FULL,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
    is_group: bool = False,
    override_reason: str | None = None,
    turn: OutOfTurn | None = None,
) -> Assignment:
    """A seat for the expert; the database refuses the last one twice and an overlap.

    offer   what she said yes to; None: an open one to this occasion is answered by the booking
    turn    why she, when it was somebody else's turn
    Raises RequestEnded, NotEligible, SeatTaken, DoubleBooked, AlreadyHasSeat.
    """
    if request.state not in (RequestState.MATCHING, RequestState.FILLED):
        raise RequestEnded
    wanted = candidates.facts_of_request(request, occasion)
    person = refuse_ineligible(expert, wanted)
    promised = expect_pay.expected(
        expert=expert, request=request, occasion=occasion, fee_choice=fee_choice
    )
    way = _minutes_of_way(person, wanted)
    moment = said_at or now()
    offer = offer or _answered_by_booking(occasion, expert, by=by, how=how, moment=moment)
    assignment = tables.add(
        Assignment(
            request_id=request.id,
            occasion_id=occasion.id,
            expert_id=expert.id,
            offer_id=offer.id if offer else None,
            replaces_id=replaces.id if replaces else None,
            is_group=is_group,
            payer=request.payer,
            fee_choice=fee_choice,
            fee_chosen_at=moment,
            fee_cents=promised.fee_cents,
            travel_cents=promised.travel_cents,
            preparation_minutes=request.preparation_minutes,
            minutes_before=way,
            minutes_after=min(way + expert.rest_minutes, DAY_MINUTES),
            is_overridden=override_reason is not None,
            override_reason=override_reason,
            turn_reason=turn.reason if turn else None,
            turn_note=turn.note if turn else None,
            accepted_at=moment,
            accepted_how=how,
            pay_from=offer.pay_from if offer else None,
            debrief_on=_debrief_on(request, occasion),
        )
    )
    changes.note(
        Subject.ASSIGNMENT,
        assignment.id,
        assignment.state,
        by=by,
        reason=override_reason,
        how=how,
        said_at=said_at,
    )
    if assignment.pay_from is not None:
        changes.note(Subject.ASSIGNMENT, assignment.id, changes.PAY_DAY_CHOSEN, by=by, how=how)
    return assignment


def settle(request: ExpertRequest, *, by: Actor) -> None:
    """After seats were given or came free: everyone found, or looking again.

    Whoever was asked to a time that is full now is thanked. Times that are over are not looked
    for any more; where all are over and full, written down afterwards, nobody is told who comes.
    """
    times = [each for each in occasions.of_request(request.id, fresh=True) if not each.cancelled_at]
    for occasion in times:
        if occasion.free_seats == 0:
            _thank_the_others(occasion, by=by)
    ahead = [each for each in times if not occasions.is_over(each, now())]
    has_room = any(each.free_seats > 0 for each in ahead)
    is_full = bool(times) and all(each.free_seats == 0 for each in times)
    if request.state is RequestState.MATCHING and not has_room and (ahead or is_full):
        step(request, RequestState.FILLED, by=by)
        if ahead:
            tell_who_comes(request)
    elif request.state is RequestState.FILLED and has_room:
        step(request, RequestState.MATCHING, by=by)


def confirm_to(expert: Expert, seats: list[Assignment]) -> None:
    """Tell the expert of her new seats, with a link to each sheet."""
    if seats:
        mail.tell_expert(
            expert,
            "seat_confirmed",
            event=f"seat_confirmed:{seats[0].id}",
            seats=[(seat, occasions.get(seat.occasion_id), sheet_url(seat)) for seat in seats],
        )


def sheet_url(assignment: Assignment) -> str:
    return public_links.url_to(LinkKind.ASSIGNMENT, assignment.id)


def refuse_ineligible(expert: Expert, request: RequestFacts) -> ExpertFacts:
    """Raises NotEligible."""
    [person] = candidates.facts_of_experts(request.occasions, only=[expert.id])
    against = [each for each in reasons_against(person, request, today()) if each.code in NEVER]
    if against:
        raise NotEligible
    return person


def refuse_unable(expert: Expert, request: ExpertRequest, occasion: Occasion) -> None:
    """Before a yes that waits, and before a seat is given without her being asked again.

    Raises NotEligible, DoubleBooked.
    """
    wanted = candidates.facts_of_request(request, occasion)
    person = refuse_ineligible(expert, wanted)
    way = _minutes_of_way(person, wanted)
    if any(is_busy(person, each, way) for each in wanted.occasions):
        raise DoubleBooked


def ask_next(request: ExpertRequest) -> None:
    """When invitations go out in turn, the next in turn gets hers, but not at night."""
    queue.later("invite_next", at=send_at(now()), request_id=request.id)


def _answered_by_booking(
    occasion: Occasion, expert: Expert, *, by: Actor, how: OnBehalf | None, moment: datetime
) -> Offer | None:
    """Nobody holds a seat and is still asked for it."""
    waiting = (each for each in offers.open_for(occasion.id) if each.expert_id == expert.id)
    if (offer := next(waiting, None)) is None:
        return None
    offer.state = next_offer_state(offer.state, OfferState.ACCEPTED)
    offer.answered_at, offer.answered_how, offer.answered_by = moment, how, by.user_id
    changes.note(Subject.OFFER, offer.id, offer.state, by=by, how=how)
    return offer


def _minutes_of_way(person: ExpertFacts, request: RequestFacts) -> int:
    if not request.on_site:
        return 0
    return min(estimated_minutes(kilometres(person, request)) or 0, DAY_MINUTES)


def _debrief_on(request: ExpertRequest, occasion: Occasion) -> date | None:
    """The working day after, where a theme is heavy."""
    if not any(row.theme.is_heavy for row in request.themes):
        return None
    return next_working_day(occasion.last_day)


def _thank_the_others(occasion: Occasion, *, by: Actor) -> None:
    for rival in offers.open_for(occasion.id):
        rival.state = next_offer_state(rival.state, OfferState.NOT_CHOSEN)
        changes.note(Subject.OFFER, rival.id, rival.state, by=by)
        mail.tell_expert(
            experts.get(rival.expert_id),
            "offer_not_chosen",
            event=f"offer_not_chosen:{rival.id}",
            at=send_at(now()),
            occasion=occasion,
        )
