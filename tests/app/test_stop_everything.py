"""Illness, death or withdrawal: all of it ends at once, or nothing does."""

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest

from app.database import Missing, acting_in, current_organisation, db, transaction
from app.now import now
from app.storage import (
    assignments,
    changes,
    entry_lists,
    experts,
    messages,
    offers,
    requests,
    tables,
)
from app.storage.changes import Subject
from app.storage.experts import Consent
from app.storage.messages import MessageState
from app.storage.offers import Offer, OfferRound
from app.storage.tables import ExpertIsStopped
from app.use_cases import stop_everything as use_case
from app.use_cases.approve_hours import approve_hours
from app.use_cases.stop_everything import ResumesAfterIllnessOnly, resume, stop_everything
from invoices.statements.held import HeldReason
from scheduling.kinds import CancelReason, Channel, StopReason
from scheduling.lifecycle import AssignmentState, EntryState, OfferState, RequestState
from scheduling.offers import Mode
from tests import build
from tests.app import hour_story

STARTS = datetime(2099, 5, 4, 8, tzinfo=UTC)


def an_offer(expert):
    request = build.a_brief()
    occasion = build.an_occasion(request, starts_at=STARTS, ends_at=STARTS + timedelta(hours=2))
    with transaction():
        sending = tables.add(
            OfferRound(
                request_id=request.id,
                mode=Mode.ONE,
                sent_by=expert.responsible_id,
                sent_at=now(),
            )
        )
        return tables.add(
            Offer(
                round_id=sending.id,
                request_id=request.id,
                occasion_id=occasion.id,
                expert_id=expert.id,
                channel=Channel.EMAIL,
                sent_at=now(),
                fee_cents=8000,
                travel_cents=0,
                preparation_minutes=0,
                gross_in_month_cents=8000,
            )
        )


def a_promise(expert):
    request = build.a_brief(state=RequestState.FILLED, contact_email="oona@esimerkki.fi")
    occasion = build.an_occasion(request, starts_at=STARTS, ends_at=STARTS + timedelta(hours=2))
    return build.an_assignment(expert, occasion)


def consent_of(expert):
    with transaction():
        tables.add(Consent(expert_id=expert.id, notice_version="1", given_on="2026-01-01"))


def approved(house):
    build.a_fee_table()
    entries = house.checked()
    approve_hours(by=house.approver, refs=hour_story.refs(entries))
    return entries


def test_everything_ends_at_once(app):
    expert = build.an_expert()
    offer, seat = an_offer(expert), a_promise(expert)
    consent_of(expert)
    coordinator = build.an_actor()

    stop_everything(expert.id, by=coordinator, reason=StopReason.WITHDRAWAL)

    assert offers.get(offer.id).state is OfferState.WITHDRAWN
    ended = assignments.get(seat.id)
    assert (ended.state, ended.cancel_reason) == (AssignmentState.CANCELLED, CancelReason.STOPPED)
    assert requests.get(seat.request_id).state is RequestState.MATCHING
    stopped = experts.get(expert.id)
    assert (stopped.stop_reason, stopped.consents[0].withdrawn_on is None) == (
        StopReason.WITHDRAWAL,
        False,
    )
    assert [step.became for step in changes.of(Subject.EXPERT, expert.id)] == ["stopped"]


def test_the_unit_hears_that_a_seat_is_free_and_not_why(app):
    expert = build.an_expert(first_name="Aamu", last_name="Ainokainen")
    seat = a_promise(expert)

    stop_everything(expert.id, by=build.an_actor(), reason=StopReason.DEATH)

    told = messages.find(f"seat_came_free:{seat.id}", f"unit:{seat.request.unit_id}")
    assert told.address == "oona@esimerkki.fi"
    assert not any(word in told.body for word in ("Aamu", "Ainokainen", "kuol", "stop"))


def test_pay_that_is_not_on_a_statement_waits_and_goes_on_after_an_illness(app):
    house = hour_story.a_house()
    entries = approved(house)

    stop_everything(house.expert.id, by=house.coordinator, reason=StopReason.ILLNESS)
    held = [(each.state, each.held_because) for each in entries_of(entries)]
    resume(house.expert.id, by=house.coordinator)

    assert held == [(EntryState.HELD, HeldReason.STOPPED)] * len(entries)
    assert {each.state for each in entries_of(entries)} == {EntryState.APPROVED}


def entries_of(entries):
    return [entry_lists.get(each.entry_kind, each.id) for each in entries]


def test_nothing_queued_goes_out_and_nothing_new_is_written(app):
    expert = build.an_expert(channel=Channel.LETTER)
    with transaction():
        letter = messages.add(
            messages.Message(
                event="a letter",
                recipient=f"expert:{expert.id}",
                expert_id=expert.id,
                channel=Channel.LETTER,
                language="fi",
                subject="Hei",
                body="Hei",
                state=MessageState.TO_PRINT,
                created_at=now(),
            )
        )

    stop_everything(expert.id, by=build.an_actor(), reason=StopReason.DEATH)

    stopped = messages.get(letter.id)
    assert (stopped.state, stopped.failed_because) == (MessageState.FAILED, "stopped")
    with pytest.raises(ExpertIsStopped):
        a_promise(expert)


def test_a_failure_in_the_middle_undoes_all_of_it(app, monkeypatch):
    expert = build.an_expert()
    offer, seat = an_offer(expert), a_promise(expert)

    def broken(_expert):
        raise RuntimeError("the last part fails")

    monkeypatch.setattr(use_case, "_silence", broken)
    with pytest.raises(RuntimeError):
        stop_everything(expert.id, by=build.an_actor(), reason=StopReason.DEATH)

    assert offers.get(offer.id).state is OfferState.SENT
    assert assignments.get(seat.id).state is AssignmentState.PLANNED
    assert experts.get(expert.id).stopped_at is None


def test_a_second_time_changes_nothing(app):
    expert, by = build.an_expert(), build.an_actor()

    first = stop_everything(expert.id, by=by, reason=StopReason.ILLNESS).stopped_at
    again = stop_everything(expert.id, by=by, reason=StopReason.ILLNESS).stopped_at

    assert first == again
    assert len(changes.of(Subject.EXPERT, expert.id)) == 1


def test_an_illness_may_become_a_death_and_then_nobody_resumes(app):
    expert, by = build.an_expert(), build.an_actor()
    stop_everything(expert.id, by=by, reason=StopReason.ILLNESS)

    stop_everything(expert.id, by=by, reason=StopReason.DEATH)

    with pytest.raises(ResumesAfterIllnessOnly):
        resume(expert.id, by=by)


def test_work_already_held_stays_to_be_paid(app):
    house = hour_story.a_house()
    entries = house.reported()

    stop_everything(house.expert.id, by=house.coordinator, reason=StopReason.DEATH)

    assert {each.state for each in entries_of(entries)} == {EntryState.REPORTED}
    assert assignments.get(house.assignment.id).state is AssignmentState.PLANNED


def test_another_organisation_cannot_stop_anybody_here(app):
    expert_id = build.an_expert().id

    with acting_in(build.an_organisation().id), pytest.raises(Missing):
        stop_everything(expert_id, by=build.an_actor(), reason=StopReason.DEATH)


def test_who_is_just_being_stopped_is_not_booked_in_between(app):
    """The booking waits for the stopping, and then sees it."""
    expert = build.an_expert()
    request = build.a_brief()
    occasion = build.an_occasion(request, starts_at=STARTS, ends_at=STARTS + timedelta(hours=1))
    here, refused, begun = current_organisation(), [], Event()

    def book():
        with app.app_context(), acting_in(here):
            begun.set()
            try:
                build.an_assignment(expert, occasion)
            except ExpertIsStopped as refusal:
                refused.append(refusal)
            db.session.remove()

    booking = Thread(target=book)
    with transaction():
        held = experts.get(expert.id, lock=True)
        booking.start()
        begun.wait(5)
        booking.join(0.3)
        assert booking.is_alive()
        held.stopped_at, held.stop_reason = now(), StopReason.DEATH
    booking.join(5)

    assert len(refused) == 1
