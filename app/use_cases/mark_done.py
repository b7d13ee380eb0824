"""A request has been held when its last occasion has passed; then its outcome is waited for."""

from datetime import date

from app.access import Actor, the_service
from app.database import Refusal, transaction
from app.now import now
from app.storage import assignments, changes, occasions, outcomes, requests, tables
from app.storage.changes import Subject
from app.storage.outcomes import Outcome
from app.storage.requests import ExpertRequest, Timing
from app.use_cases.request_steps import (
    last_day,
    request_for,
    step,
)
from scheduling.kinds import Attendance
from scheduling.lifecycle import COMING, AssignmentState, RequestState, next_assignment_state
from scheduling.reminders import Reminder, due_days


class NotYetHeld(Refusal):
    """Some of it is still ahead."""

    code = "not_yet_held"


class NobodyCame(Refusal):
    """Nobody had promised to come: such a request is cancelled, not held."""

    code = "nobody_came"


def mark_done(*, by: Actor, request_id: int) -> ExpertRequest:
    """Raises Missing, WrongStep, NotYetHeld, NobodyCame."""
    with transaction():
        request = request_for(by, request_id)
        if request.state is not RequestState.DONE:
            become_done(request, by=by)
    return request


def mark_past_ones(_day: date) -> None:
    """The daily job: promises of passed occasions are held, requests whose last one passed too."""
    for request in requests.in_states(RequestState.MATCHING, RequestState.FILLED):
        _mark_past(request.id)


def become_done(request: ExpertRequest, *, by: Actor) -> None:
    """Inside a transaction. Raises WrongStep, NotYetHeld, NobodyCame."""
    times = [one for one in occasions.of_request(request.id) if one.cancelled_at is None]
    if not all(occasions.is_over(one, now()) for one in times):
        raise NotYetHeld
    held_on = last_day(times)
    if held_on is None or not any(one.accepted_count for one in times):
        raise NobodyCame
    if request.state is RequestState.MATCHING:  # some seats stayed empty
        step(request, RequestState.FILLED, by=by)
        tables.store()
    step(request, RequestState.DONE, by=by)
    request.done_at = now()
    _hold_promises(request, by=by)
    if outcomes.find(request.id) is None:
        first = due_days(Reminder.TELL_OUTCOME, held_on)[0]
        tables.add(Outcome(request_id=request.id, due_on=first))


def _mark_past(request_id: int) -> None:
    with transaction():
        by = the_service()
        request = requests.get(request_id, lock=True)
        if request.state not in (RequestState.MATCHING, RequestState.FILLED):
            return
        _hold_promises(request, by=by)
        times = [one for one in occasions.of_request(request.id) if one.cancelled_at is None]
        all_past = bool(times) and all(occasions.is_over(one, now()) for one in times)
        if all_past and request.timing is not Timing.OPEN_ENDED and _somebody(times):
            become_done(request, by=by)


def _somebody(times: list) -> bool:
    return any(one.accepted_count for one in times)


def _hold_promises(request: ExpertRequest, *, by: Actor) -> None:
    """Whoever was marked absent did not hold it, but keeps the seat in the history."""
    for one in assignments.of_request(request.id):
        if one.state in COMING and occasions.is_over(one.occasion, now()):
            if one.attendance is Attendance.ABSENT:
                continue
            one.state = next_assignment_state(one.state, AssignmentState.DONE)
            changes.note(Subject.ASSIGNMENT, one.id, one.state, by=by)
