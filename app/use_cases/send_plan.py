"""Sending a plan: each proposal becomes an invitation, unless something has come in its way."""

from collections import defaultdict
from collections.abc import Sequence

from app.access import Actor
from app.database import transaction
from app.now import now, today
from app.storage import (
    candidates,
    changes,
    occasions,
    offers,
    periods,
    plans,
    requests,
    tables,
)
from app.storage.changes import Subject
from app.storage.occasions import Occasion
from app.storage.offers import OfferRound
from app.storage.plans import Plan, PlanPlace
from app.storage.requests import ExpertRequest
from app.use_cases.make_plan import refuse_being_made
from app.use_cases.new_offer import invite, start_round
from app.use_cases.request_steps import refuse_stale
from scheduling.facts import RequestFacts
from scheduling.kinds import TurnReason
from scheduling.lifecycle import PlanState, RequestState, next_plan_state
from scheduling.offers import Mode
from scheduling.period.seats import OpenTime, Seat
from scheduling.reasons import Against

Turn = tuple[TurnReason | None, str | None]
NOT_LOOKED_FOR = "request_moved_on"  # the request is at another stage
NO_ROOM = "no_room"  # no free place, or the time is gone


def send_plan(plan_id: int, *, by: Actor, version: int | None = None) -> Plan:
    """One invitation for each place; what can no longer be sent is told place by place.

    Every hard rule is asked once more. A plan's own choice needs no reason out of turn; one made
    by hand takes its reason along. A plan that was sent stays as it is.
    version   the one the person looked at; None asks nothing
    Raises Missing, WrongStep, Stale, PlanBeingMade.
    """
    with transaction():
        plan = plans.get(plan_id, lock=True)
        if plan.state is PlanState.SENT:
            return plan
        refuse_stale(plan, version)
        refuse_being_made(plan)
        plan.state = next_plan_state(plan.state, PlanState.SENT)
        plan.sent_at = now()
        changes.note(Subject.PLAN, plan.id, plan.state, by=by)
        by_request: dict[int, list[PlanPlace]] = defaultdict(list)
        for place in plans.places_of(plan.id):
            if place.expert_id is not None:
                by_request[place.request_id].append(place)
        for request_id, places in sorted(by_request.items()):
            _send(requests.get(request_id, lock=True), places, by)
    return plan


def _send(request: ExpertRequest, places: Sequence[PlanPlace], by: Actor) -> None:
    if request.state != RequestState.MATCHING:
        _leave_out(places, [NOT_LOOKED_FOR])
        return
    order = candidates.ranking(request, today=today()).ids.tolist()
    sendings: dict[Turn, OfferRound] = {}
    for place in places:
        if why_not := _why_not(request, place):
            _leave_out([place], why_not)
            continue
        turn = _turn(place)
        if turn not in sendings:
            together = [each.expert_id for each in places if turn == _turn(each)]
            sendings[turn] = _start(request, together, turn, by)
        times = [occasions.get(each) for each in place.occasion_ids]
        invite(request, sendings[turn], times, [place.expert_id], turns=order, by=by)
        place.round_id = sendings[turn].id
        tables.store()


def _turn(place: PlanPlace) -> Turn:
    return place.turn_reason, place.turn_note


def _start(request: ExpertRequest, expert_ids: Sequence[int], turn: Turn, by: Actor) -> OfferRound:
    """In turn: after a no the fair order goes on as it does for every request."""
    reason, note = turn
    return start_round(
        request,
        Mode.IN_TURN,
        by=by,
        chosen_ids=expert_ids,
        turn_reason=reason,
        turn_note=note,
    )


def _leave_out(places: Sequence[PlanPlace], codes: Sequence[str]) -> None:
    for place in places:
        place.left_out = list(codes)


def _why_not(request: ExpertRequest, place: PlanPlace) -> list[str]:
    """Why she cannot be asked now, by codes of Against or the two of this module."""
    times = [occasions.get(each) for each in place.occasion_ids]
    if not all(_has_room(each) for each in times):
        return [NO_ROOM]
    return sorted(_against(place.expert_id, times, candidates.facts_of_request(request)))


def _has_room(occasion: Occasion) -> bool:
    """More free places than open invitations, and still to come."""
    gone = occasion.starts_at is not None and occasion.starts_at <= now()
    return not gone and occasion.free_seats > len(offers.open_for(occasion.id))


def _against(expert_id: int, times: Sequence[Occasion], facts: RequestFacts) -> set[Against]:
    seat = Seat(0, tuple(_open_time(each) for each in times), 1, 0)
    person = candidates.facts_of_experts(seat.intervals, only=[expert_id])[0]
    return periods.may_take(seat, person, facts, today())


def _open_time(occasion: Occasion) -> OpenTime:
    return OpenTime(occasion.id, 1, occasion.during, occasion.due_on)
