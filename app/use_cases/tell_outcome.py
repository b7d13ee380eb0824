"""What changed because of the work: told by the unit, told on to the experts, then closed."""

from datetime import date

from app.access import Actor, the_service
from app.database import Refusal, transaction
from app.now import now
from app.storage import assignments, changes, outcomes, requests
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.outcomes import Outcome, OutcomeKind
from app.storage.requests import ExpertRequest
from app.use_cases.mark_done import become_done
from app.use_cases.request_steps import request_for, step, tell_each
from scheduling.kinds import Closing, OnBehalf, closing
from scheduling.lifecycle import SEATED, RequestState
from scheduling.reminders import may_close_without_answer


class OutcomeNeeded(Refusal):
    """Development work closes with what changed, not with one line."""

    code = "outcome_needed"


class NotChasedEnough(Refusal):
    """Closing without an answer comes after three chases."""

    code = "not_chased_enough"


class NotAnswered(Refusal):
    """Nothing has been told yet."""

    code = "not_answered"


def tell_outcome(
    *,
    by: Actor,
    request_id: int,
    kind: OutcomeKind,
    text: str,
    told_by: str | None = None,
    how: OnBehalf | None = None,
) -> Outcome:
    """Every expert of the request is told at once. A second telling before the closing mends the
    words. Raises Missing, WrongStep, NotYetHeld, NobodyCame, OutcomeNeeded."""
    with transaction():
        request = request_for(by, request_id)
        if kind is OutcomeKind.TAKEN_ALONG and closing(request.kind) is Closing.OUTCOME:
            raise OutcomeNeeded
        if request.state in (RequestState.MATCHING, RequestState.FILLED):
            become_done(request, by=by)
        outcome = _outcome_of(request)
        if (outcome.kind, outcome.text) == (kind, text):
            return outcome
        if request.state is not RequestState.ANSWERED:
            step(request, RequestState.ANSWERED, by=by, how=how)
        outcome.kind, outcome.text, outcome.told_at = kind, text, now()
        outcome.told_by, outcome.told_how = told_by or by.name or request.contact_name, how
        changes.note(Subject.OUTCOME, outcome.id, kind, by=by, how=how)
        _tell_on(request, outcome)
    return outcome


def close_without_answer(*, by: Actor, request_id: int) -> Outcome:
    """The experts see this too. Raises Missing, WrongStep, NotChasedEnough."""
    with transaction():
        request = request_for(by, request_id)
        outcome = _outcome_of(request)
        if outcome.kind is OutcomeKind.NO_ANSWER:
            return outcome
        if outcome.kind is None and not may_close_without_answer(outcome.chases):
            raise NotChasedEnough
        step(request, RequestState.CLOSED, by=by)
        outcome.kind, outcome.told_at = OutcomeKind.NO_ANSWER, now()
        changes.note(Subject.OUTCOME, outcome.id, outcome.kind, by=by)
        _tell_on(request, outcome)
    return outcome


def close_request(*, by: Actor, request_id: int) -> ExpertRequest:
    """Once what changed is told. Raises Missing, WrongStep, NotAnswered."""
    with transaction():
        request = request_for(by, request_id)
        if request.state is RequestState.CLOSED:
            return request
        if request.state is RequestState.DONE:
            raise NotAnswered
        step(request, RequestState.CLOSED, by=by)
    return request


def close_answered(day: date) -> None:
    """The daily job: until it the unit may still mend its words."""
    for request in requests.in_states(RequestState.ANSWERED):
        close_request(by=the_service(), request_id=request.id)


def who_came(request_id: int) -> list[Assignment]:
    """One assignment of each expert who took part."""
    first: dict[int, Assignment] = {}
    for one in assignments.of_request(request_id):
        if one.state in SEATED:
            first.setdefault(one.expert_id, one)
    return list(first.values())


def _outcome_of(request: ExpertRequest) -> Outcome:
    if (found := outcomes.find(request.id)) is None:
        raise NotAnswered
    return found


def _tell_on(request: ExpertRequest, outcome: Outcome) -> None:
    event = f"outcome_told:{request.id}:{outcome.version}"
    tell_each(who_came(request.id), "outcome_told", event=event, outcome=outcome)
    outcome.experts_told_at = now()
