"""Planning a period: a proposal for every open place, changed as the coordinator says."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.access import Actor, the_service
from app.database import Refusal, transaction
from app.gateways import queue
from app.now import now, today
from app.readings.plan_draft import Draft, NothingToPlan, work_out
from app.storage import changes, experts, open_seats, plans, tables
from app.storage.changes import Subject
from app.storage.plans import Mark, Plan, PlanPlace
from app.use_cases.plan_places import write_places
from app.use_cases.request_steps import refuse_stale
from app.use_cases.send_offers import NotACandidate
from scheduling.kinds import TurnReason
from scheduling.lifecycle import PlanState, next_plan_state
from scheduling.planning import CannotPlan

LONGEST = timedelta(days=366)
AT_ONCE = 200  # open places; to work out more, and write them down, takes longer than two seconds


class PeriodTooLong(Refusal):
    """More than a year at once."""

    code = "period_too_long"


class PlanReasonNeeded(Refusal):
    """Somebody was chosen, or passed over, by hand without saying why."""

    code = "plan_reason_needed"


class PlanBeingMade(Refusal):
    """A job is working it out."""

    code = "plan_being_made"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the coordinator says of one place; with none of these its mark is taken away.

    expert_id   somebody else, by name
    barred      not this person, whoever comes next
    """

    mark: Mark | None = None
    expert_id: int | None = None
    barred: bool = False
    turn_reason: TurnReason | None = None
    turn_note: str | None = None


def make_plan(*, by: Actor, first: date, last: date, waits: bool = False) -> Plan:
    """An open proposal of the same days is planned again: pressing twice makes one.

    A large one is worked out by a job, unless whoever asks waits for it.
    Raises PeriodTooLong, NothingToPlan.
    """
    if last - first > LONGEST:
        raise PeriodTooLong
    if same := plans.find_proposal(first, last):
        return plan_again(same.id, by=by, waits=waits)
    if not waits and _is_large(first, last):
        with transaction():
            plan = tables.add(Plan(first_on=first, last_on=last, made_by=by.user_id, **_unmade()))
            _ask_for(plan)
            changes.note(Subject.PLAN, plan.id, plan.state, by=by)
        return plan
    draft = work_out(max(first, today()), last, today())
    with transaction():
        plan = tables.add(Plan(first_on=first, last_on=last, made_by=by.user_id, **_figures(draft)))
        write_places(plan, draft, [])
        changes.note(Subject.PLAN, plan.id, plan.state, by=by)
    return plan


def plan_again(plan_id: int, *, by: Actor, version: int | None = None, waits: bool = False) -> Plan:
    """As the world is now; what is locked stays. One that is being made stays as it is.

    version   the one the person looked at; None asks nothing, here and below
    Raises Missing, WrongStep, Stale, NothingToPlan.
    """
    with transaction():
        plan = _get_open(plan_id)
        if plan.is_being_made and not waits:
            return plan
        refuse_stale(plan, version)
        _plan_anew(plan, plans.places_of(plan.id), by, waits=waits)
    return plan


def work_out_plan(plan_id: int) -> None:
    """The job: nobody changes the plan meanwhile, but it may be dropped."""
    plan = plans.get(plan_id)
    if not plan.is_being_made:
        return
    asked_at, rows, trouble, draft = plan.asked_at, plans.places_of(plan_id), None, None
    try:
        draft = work_out(max(plan.first_on, today()), plan.last_on, today(), rows)
    except (NothingToPlan, CannotPlan) as refusal:
        trouble = refusal.code
    with transaction():
        plan = plans.get(plan_id, lock=True)
        if not plan.is_being_made or plan.asked_at != asked_at:
            return
        plan.asked_at, plan.trouble = None, trouble
        if draft is not None:
            _write(plan, draft, plans.places_of(plan_id), the_service())


def change_place(
    plan_id: int, place_id: int, change: Change, *, by: Actor, version: int | None = None
) -> Plan:
    """One place as the coordinator wishes, and the others planned around it.

    A place that is so already stays as it is.
    Raises Missing, WrongStep, Stale, PlanBeingMade, PlanReasonNeeded, NotACandidate, CannotPlan.
    """
    by_hand = change.expert_id or change.barred or change.mark is Mark.CHOSEN
    if by_hand and change.turn_reason is None:
        raise PlanReasonNeeded
    with transaction():
        plan, place = _get_open(plan_id), plans.get_place(plan_id, place_id)
        if change.expert_id:
            experts.get(change.expert_id)
        if _is_said(place, change):
            return plan
        refuse_stale(plan, version)
        refuse_being_made(plan)
        only_marked = {place.mark, change.mark} <= {None, Mark.LOCKED}
        _say(place, change)
        plans.touch(plan)
        if not only_marked or change.expert_id or change.barred:
            _plan_anew(plan, plans.places_of(plan.id), by)
            is_refused = change.expert_id and not plan.is_being_made
            if is_refused and plans.get_place(plan_id, place_id).mark is not Mark.CHOSEN:
                raise NotACandidate
    return plan


def drop_plan(plan_id: int, *, by: Actor, version: int | None = None) -> None:
    """Raises Missing, WrongStep, Stale."""
    with transaction():
        plan = plans.get(plan_id, lock=True)
        if plan.state is not PlanState.DROPPED:
            refuse_stale(plan, version)
            plan.state = next_plan_state(plan.state, PlanState.DROPPED)
            changes.note(Subject.PLAN, plan.id, plan.state, by=by)


def _get_open(plan_id: int) -> Plan:
    """Raises Missing, WrongStep."""
    plan = plans.get(plan_id, lock=True)
    next_plan_state(plan.state, PlanState.SENT)  # a proposal, or refused
    return plan


def _is_said(place: PlanPlace, change: Change) -> bool:
    """As after a second click."""
    if change.barred:
        return False
    if change.expert_id:
        asked = (Mark.CHOSEN, change.expert_id, change.turn_reason, change.turn_note)
        return asked == (place.mark, place.expert_id, place.turn_reason, place.turn_note)
    return place.mark is change.mark


def _say(place: PlanPlace, change: Change) -> None:
    if change.barred and place.expert_id:
        place.barred_ids = [*place.barred_ids, place.expert_id]
    if change.mark is Mark.LOCKED and place.expert_id is None:
        raise NotACandidate
    if change.expert_id or change.barred or change.mark is Mark.EMPTY:
        place.expert_id = change.expert_id
    place.mark = Mark.CHOSEN if change.expert_id else change.mark
    if change.expert_id or change.barred:
        place.turn_reason, place.turn_note = change.turn_reason, change.turn_note


def refuse_being_made(plan: Plan) -> None:
    if plan.is_being_made:
        raise PlanBeingMade


def _is_large(first: date, last: date) -> bool:
    return open_seats.count(max(first, today()), last) > AT_ONCE


def _ask_for(plan: Plan) -> None:
    plan.asked_at, plan.trouble = now(), None
    queue.later("work_out_plan", plan_id=plan.id)


def _plan_anew(plan: Plan, rows: list[PlanPlace], by: Actor, *, waits: bool = False) -> None:
    if not waits and _is_large(plan.first_on, plan.last_on):
        _ask_for(plan)
        return
    plan.asked_at, plan.trouble = None, None
    draft = work_out(max(plan.first_on, today()), plan.last_on, today(), rows)
    _write(plan, draft, rows, by)


def _write(plan: Plan, draft: Draft, rows: list[PlanPlace], by: Actor) -> None:
    for name, value in _figures(draft).items():
        setattr(plan, name, value)
    write_places(plan, draft, rows)
    plans.touch(plan)
    changes.note(Subject.PLAN, plan.id, "planned_again", by=by)


def _unmade() -> dict[str, Any]:
    """Of a plan that a job has yet to work out."""
    counts = dict.fromkeys(("places", "filled", "most", "waiting", "value", "bound"), 0)
    return {**counts, "milliseconds": 0, "advice": [], "proof": {}, "made_at": now()}


def _figures(draft: Draft) -> dict[str, Any]:
    return {
        "places": sum(seat.needs for seat in draft.period.pool.seats),
        "filled": len(draft.plan.chosen),
        "most": draft.most,
        "waiting": draft.period.waiting,
        "value": draft.proof["value"],
        "bound": draft.proof["bound"],
        "milliseconds": draft.milliseconds,
        "advice": [[*each.wanted, each.adds] for each in draft.advice],
        "proof": draft.proof,
        "made_at": now(),
    }
