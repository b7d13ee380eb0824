"""After the last time: done, what changed, thanks, and closing."""

from datetime import timedelta

import pytest

from app.database import Missing, db, transaction
from app.now import now
from app.storage import assignments, messages, outcomes, requests, tables
from app.storage.experts import Expert
from app.storage.messages import Message
from app.storage.outcomes import OutcomeKind
from app.storage.units import Unit
from app.use_cases.cancel_request import cancel_request
from app.use_cases.chase_outcome import ChasedEnough, chase_due_outcomes, chase_outcome
from app.use_cases.mark_done import NobodyCame, NotYetHeld, mark_done, mark_past_ones
from app.use_cases.tell_outcome import (
    NotChasedEnough,
    OutcomeNeeded,
    close_request,
    close_without_answer,
    tell_outcome,
)
from app.use_cases.thank import thank
from scheduling.kinds import Channel, RequestKind
from scheduling.lifecycle import AssignmentState, RequestState
from scheduling.refusals import WrongStep
from tests import build
from tests.app.request_story import by_link, filled, the_message, the_unit, told


def test_nobody_is_done_before_the_last_occasion(app):
    request, _, _ = filled()
    with pytest.raises(NotYetHeld):
        mark_done(by=build.an_actor(), request_id=request.id)

    empty = build.a_brief()
    with pytest.raises(NobodyCame):
        mark_done(by=build.an_actor(), request_id=empty.id)


def test_the_clock_marks_the_past_and_closes_what_is_answered(app):
    request, _, assignment = filled(ended=True)

    mark_past_ones(now().date())

    assert requests.get(request.id).state is RequestState.DONE
    assert assignments.get(assignment.id).state is AssignmentState.DONE
    assert outcomes.find(request.id).chases == 0


def test_the_experts_are_told_what_changed(app):
    request, _, assignment = filled(RequestKind.DEVELOPMENT, ended=True)
    unit = tables.get(Unit, request.unit_id)
    with pytest.raises(OutcomeNeeded):
        tell_outcome(
            by=by_link(unit), request_id=request.id, kind=OutcomeKind.TAKEN_ALONG, text="Hyvä."
        )

    for _ in range(2):
        tell_outcome(
            by=by_link(unit),
            request_id=request.id,
            kind=OutcomeKind.NOTHING_CHANGED,
            text="Rahaa ei ollut.",
        )

    assert requests.get(request.id).state is RequestState.ANSWERED
    assert told(f"expert:{assignment.expert_id}") == ["outcome_told"]
    assert close_request(by=build.an_actor(), request_id=request.id).state is RequestState.CLOSED


def test_three_chases_come_before_closing_without_an_answer(app):
    request, _, assignment = filled(ended=True)
    coordinator = build.an_actor()
    mark_done(by=coordinator, request_id=request.id)
    with pytest.raises(NotChasedEnough):
        close_without_answer(by=coordinator, request_id=request.id)

    chase_outcome(by=coordinator, request_id=request.id)
    assert chase_outcome(by=coordinator, request_id=request.id).chases == 1  # the same day
    for days in (30, 60, 90):
        chase_due_outcomes(now().date() + timedelta(days=days))
    assert outcomes.find(request.id).chases == 3
    with transaction():
        outcomes.find(request.id).chased_at = now() - timedelta(days=2)
    with pytest.raises(ChasedEnough):
        chase_outcome(by=coordinator, request_id=request.id)

    close_without_answer(by=coordinator, request_id=request.id)

    assert requests.get(request.id).state is RequestState.CLOSED
    assert outcomes.find(request.id).kind is OutcomeKind.NO_ANSWER
    assert told(f"expert:{assignment.expert_id}") == ["outcome_told"]
    with pytest.raises(WrongStep):
        cancel_request(by=coordinator, request_id=request.id, reason="Ei enää")


def test_a_unit_thanks_once_and_only_its_own(app):
    request, _, assignment = filled(ended=True)
    unit = tables.get(Unit, request.unit_id)

    for text in ("Kiitos!", "Kiitos vielä!"):
        thank(by=by_link(unit), assignment_id=assignment.id, text=text)
    with pytest.raises(Missing):
        thank(by=by_link(the_unit()), assignment_id=assignment.id, text="Kiitos!")

    assert assignments.get(assignment.id).thanks == "Kiitos!"
    assert told(f"expert:{assignment.expert_id}") == ["thanks"]


def test_thanks_are_read_behind_the_link_and_a_letter_brings_them_along(app):
    words = "Kiitos, että puhuit masennuksesta."
    by_email, by_letter = filled(ended=True), filled(ended=True)
    with transaction():
        tables.get(Expert, by_letter[2].expert_id).channel = Channel.LETTER

    for request, _, assignment in (by_email, by_letter):
        unit = tables.get(Unit, request.unit_id)
        thank(by=by_link(unit), assignment_id=assignment.id, text=words)

    bodies = [the_message(f"thanks:{each[2].id}").body for each in (by_email, by_letter)]
    assert [words in body for body in bodies] == [False, True]
    page = app.test_client().get(bodies[0].split("http://")[1].split("/", 1)[1].strip())
    assert words in page.text


def test_messages_to_experts_name_no_matter(app):
    request, occasion, _ = filled(title="Masennuksesta toipuminen")

    cancel_request(by=build.an_actor(), request_id=request.id, reason="Siirtyi")

    told_of_it = db.session.scalars(db.select(Message).where(Message.expert_id.is_not(None)))
    assert all("Masennu" not in one.subject + one.body for one in told_of_it)
    assert messages.in_state(messages.MessageState.QUEUED)
