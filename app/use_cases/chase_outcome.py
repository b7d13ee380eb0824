"""The unit is asked what changed: three times at most, on days the rules tell."""

from datetime import date

from app.access import Actor, the_service
from app.database import Refusal, transaction
from app.gateways import mail
from app.now import now, today
from app.storage import changes, occasions, outcomes, requests
from app.storage.changes import Subject
from app.storage.outcomes import Outcome
from app.storage.requests import ExpertRequest
from app.use_cases.request_steps import last_day, request_for, request_url
from scheduling.kinds import closing
from scheduling.lifecycle import RequestState
from scheduling.reminders import Reminder, due_days, is_due, may_close_without_answer


class NothingToChase(Refusal):
    """The answer is there already, or the work is not done yet."""

    code = "nothing_to_chase"


class ChasedEnough(Refusal):
    """Three times is enough: now it may be closed without an answer."""

    code = "chased_enough"


def chase_outcome(*, by: Actor, request_id: int) -> Outcome:
    """Once a day at most. Raises Missing, NothingToChase, ChasedEnough."""
    with transaction():
        request = request_for(by, request_id)
        outcome = outcomes.find(request.id)
        if request.state is not RequestState.DONE or outcome is None:
            raise NothingToChase
        if outcomes.was_asked_on(outcome, today()):
            return outcome
        if may_close_without_answer(outcome.chases):
            raise ChasedEnough
        _chase(request, outcome, by=by)
    return outcome


def chase_due_outcomes(day: date) -> None:
    """The daily job."""
    for request in requests.in_states(RequestState.DONE):
        _chase_if_due(request.id, day)


def _chase_if_due(request_id: int, day: date) -> None:
    with transaction():
        request = requests.get(request_id, lock=True)
        outcome = outcomes.find(request_id)
        held_on = last_day(occasions.of_request(request_id))
        if request.state is not RequestState.DONE or outcome is None or held_on is None:
            return
        if is_due(Reminder.TELL_OUTCOME, held_on, sent=outcome.chases, today=day):
            _chase(request, outcome, by=the_service())


def _chase(request: ExpertRequest, outcome: Outcome, *, by: Actor) -> None:
    outcome.chases += 1
    outcome.chased_at = now()
    held_on = last_day(occasions.of_request(request.id))
    days = due_days(Reminder.TELL_OUTCOME, held_on) if held_on else []
    if outcome.chases < len(days):
        outcome.due_on = days[outcome.chases]
    changes.note(Subject.OUTCOME, outcome.id, "chased", by=by)
    mail.tell_unit(
        request,
        "outcome_asked",
        event=f"outcome_asked:{request.id}:{outcome.chases}",
        request=request,
        held_on=held_on,
        closing=closing(request.kind),
        url=request_url(request),
    )
