"""Ringing people one after another when time is short: the first yes gets the seat."""

from collections.abc import Sequence
from datetime import datetime

from app.access import Actor
from app.database import Missing, Refusal, transaction
from app.now import now
from app.storage import assignments, changes, experts, offers, requests, tables
from app.storage.assignments import AlreadyHasSeat
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.offers import Call, Offer
from app.storage.requests import ExpertRequest
from app.use_cases import seats
from app.use_cases.new_offer import make_offer, open_times, start_round
from app.use_cases.turns import turn_of
from invoices.pricing.price import FeeChoice
from scheduling.kinds import Channel, OnBehalf, TurnReason
from scheduling.lifecycle import SEATED, OfferState, RequestState, next_offer_state
from scheduling.offers import CallResult, Mode

ENDS_AS = {CallResult.YES: OfferState.ACCEPTED, CallResult.NO: OfferState.DECLINED}


class WhenToRing(Refusal):
    """To be rung again needs a moment."""

    code = "when_to_ring"


def record_call(
    *,
    by: Actor,
    request_id: int,
    expert_id: int,
    result: CallResult,
    occasion_ids: Sequence[int] | None = None,
    ring_again_at: datetime | None = None,
    fee_choice: FeeChoice = FeeChoice.FULL,
    override_reason: str | None = None,
    turn_reason: TurnReason | None = None,
    turn_note: str | None = None,
) -> Call:
    """What came of one call. A yes books at once; "not reached" is not "asked".

    occasion_ids  the occasions answered; None: all that have a free seat
    turn_reason   why she, when somebody before her has not been rung yet
    Raises Missing, NotMatching, NothingToOffer, SeatTaken, AlreadyHasSeat, DoubleBooked,
    NotEligible, WhenToRing, TurnReasonNeeded.
    """
    with transaction():
        request = requests.get(request_id, lock=True)
        expert = experts.get(expert_id)
        if result == CallResult.RING_AGAIN and ring_again_at is None:
            raise WhenToRing
        turn = turn_of(request, [expert.id], reason=turn_reason, note=turn_note)
        if result in ENDS_AS:
            _answered(
                request,
                expert,
                result,
                occasion_ids,
                by=by,
                fee_choice=fee_choice,
                override_reason=override_reason,
                turn=turn.why,
            )
        if result == CallResult.YES:
            turn.refuse_unexplained()
        return tables.add(
            Call(
                request_id=request.id,
                expert_id=expert.id,
                result=result,
                called_at=now(),
                called_by=by.user_id,
                ring_again_at=ring_again_at,
            )
        )


def _answered(
    request: ExpertRequest,
    expert: Expert,
    result: CallResult,
    occasion_ids: Sequence[int] | None,
    *,
    by: Actor,
    fee_choice: FeeChoice,
    override_reason: str | None,
    turn: seats.OutOfTurn | None,
) -> None:
    given = []
    if result == CallResult.NO and request.state == RequestState.FILLED:
        return  # rung for a stand-in while the seat is still promised: nothing was offered
    times = _chosen(open_times(request), occasion_ids)
    if result == CallResult.NO:
        times = _not_promised(times, expert)
    for occasion in times:
        offer = _offer_for(request, expert, occasion, by)
        offer.state = next_offer_state(offer.state, ENDS_AS[result])
        offer.answered_at, offer.answered_how = now(), OnBehalf.PHONE
        offer.answered_by = by.user_id
        changes.note(Subject.OFFER, offer.id, offer.state, by=by, how=OnBehalf.PHONE)
        if result == CallResult.YES:
            given.append(
                seats.give(
                    by=by,
                    request=request,
                    occasion=occasion,
                    expert=expert,
                    offer=offer,
                    replaces=assignments.find_vacancy(occasion.id),
                    fee_choice=fee_choice,
                    how=OnBehalf.PHONE,
                    override_reason=override_reason,
                    turn=turn,
                )
            )
    seats.confirm_to(expert, given)
    if given:
        seats.settle(request, by=by)


def _chosen(times: Sequence[Occasion], occasion_ids: Sequence[int] | None) -> list[Occasion]:
    """Raises Missing for an occasion of another request, or one that is full."""
    by_id = {each.id: each for each in times}
    if occasion_ids is None:
        return list(times)
    if not set(occasion_ids) <= set(by_id):
        raise Missing(occasion_ids)
    return [by_id[each] for each in occasion_ids]


def _not_promised(times: Sequence[Occasion], expert: Expert) -> list[Occasion]:
    """A no is said to what she does not hold; a promised seat is given back by cancelling it.

    Raises AlreadyHasSeat when nothing else is left.
    """
    left = [each for each in times if not _holds(each, expert)]
    if times and not left:
        raise AlreadyHasSeat
    return left


def _holds(occasion: Occasion, expert: Expert) -> bool:
    there = assignments.on_occasion(occasion.id)
    return any(each.expert_id == expert.id and each.state in SEATED for each in there)


def _offer_for(request: ExpertRequest, expert: Expert, occasion: Occasion, by: Actor) -> Offer:
    """The open invitation she already has, or a new one made by this call."""
    for waiting in offers.open_for(occasion.id):
        if waiting.expert_id == expert.id:
            return waiting
    sending = offers.newest_round(request.id)
    if sending is None or sending.mode != Mode.CALL_ROUND:
        sending = start_round(request, Mode.CALL_ROUND, by=by)
    return make_offer(request, sending, occasion, expert, by=by, channel=Channel.PHONE)
