"""From the promised seat to the day itself: confirmed, cancelled, replaced, reminded."""

from datetime import timedelta

import pytest

from app.database import Missing, acting_in, transaction
from app.now import now, today
from app.storage import assignments, messages, requests, tables
from app.storage.assignments import DoubleBooked
from app.storage.experts import ExpertTheme, Theme
from app.storage.requests import RequestTheme
from app.use_cases.book_group import book_group
from app.use_cases.cancel_assignment import cancel_assignment, replace
from app.use_cases.confirm_assignment import (
    FeeLocked,
    ask_for_call,
    choose_fee,
    confirm_assignment,
)
from app.use_cases.record_attendance import NotBegun, record_attendance
from app.use_cases.remind_of_coming import remind_of_coming
from app.use_cases.seats import NotEligible
from invoices.pricing.price import FeeChoice
from scheduling.kinds import Attendance, CancelReason, OnBehalf, Perspective
from scheduling.lifecycle import AssignmentState, RequestState
from scheduling.refusals import WrongStep
from tests import build
from tests.app.offer_story import as_expert


def a_seat(expert=None, **changes):
    """Booked by the coordinator for a person who may be booked."""
    request = build.a_brief(**changes)
    occasion = build.an_occasion(request)
    [seat] = book_group(occasion.id, [(expert or build.a_candidate()).id], by=build.an_actor())
    return seat


def test_i_cannot_come_frees_the_seat_and_tells_unit_and_coordinator(app):
    boss = build.a_user()
    seat = a_seat(responsible_id=boss.id, contact_phone="040 333 3333")

    cancelled = cancel_assignment(seat.id, by=as_expert(seat.expert))

    assert cancelled.cancel_reason == CancelReason.CANNOT_COME
    assert requests.get(seat.request_id).state == RequestState.MATCHING
    assert messages.find(f"cannot_come:{seat.id}", f"unit:{seat.request.unit_id}")
    assert messages.find(f"cannot_come:{seat.id}", f"user:{boss.id}")


def test_cancelling_twice_is_one_cancellation(app):
    seat = a_seat()
    first = cancel_assignment(seat.id, by=as_expert(seat.expert)).cancelled_at
    assert cancel_assignment(seat.id, by=as_expert(seat.expert)).cancelled_at == first


def test_nobody_cancels_for_another_expert(app):
    seat_id = a_seat().id
    with pytest.raises(Missing):
        cancel_assignment(seat_id, by=as_expert(build.a_candidate()))
    with acting_in(build.an_organisation().id), pytest.raises(Missing):
        cancel_assignment(seat_id, by=build.an_actor())


def test_what_is_cancelled_is_not_confirmed(app):
    seat = a_seat()
    cancel_assignment(seat.id, by=build.an_actor(), how=OnBehalf.PHONE)
    with pytest.raises(WrongStep):
        confirm_assignment(seat.id, by=as_expert(seat.expert))


def test_a_stand_in_takes_over_a_promised_seat(app):
    seat, other = a_seat(), build.a_candidate()

    stand_in = replace(seat.id, other.id, by=build.an_actor())

    assert assignments.get(seat.id).state == AssignmentState.REPLACED
    assert (stand_in.replaces_id, stand_in.expert_id) == (seat.id, other.id)
    assert messages.find(f"replaced:{seat.id}", f"expert:{seat.expert_id}")
    assert requests.get(seat.request_id).state == RequestState.FILLED


def test_a_stand_in_who_is_promised_elsewhere_is_refused_and_nothing_changes(app):
    taken = build.a_candidate()
    a_seat(taken)
    seat = a_seat()
    with pytest.raises(DoubleBooked):
        replace(seat.id, taken.id, by=build.an_actor())
    assert assignments.get(seat.id).state == AssignmentState.PLANNED


def test_a_stand_in_without_an_agreement_is_refused(app):
    seat = a_seat()
    with pytest.raises(NotEligible):
        replace(seat.id, build.an_expert().id, by=build.an_actor())


def test_the_same_time_is_not_promised_in_two_organisations(app):
    expert = build.a_candidate()
    person_id = expert.person_id
    a_seat(expert)
    with acting_in(build.an_organisation().id):
        there = build.a_candidate(person_id=person_id)
        with pytest.raises(DoubleBooked):
            a_seat(there)


def test_the_fee_of_a_group_seat_is_chosen_only_before_the_work(app):
    build.a_fee_table()
    seat = a_seat()
    chosen = choose_fee(seat.id, FeeChoice.COSTS_ONLY, by=as_expert(seat.expert))
    assert (chosen.fee_choice, chosen.fee_cents) == (FeeChoice.COSTS_ONLY, 0)
    cancel_assignment(seat.id, by=as_expert(seat.expert))
    with pytest.raises(FeeLocked):
        choose_fee(seat.id, FeeChoice.FULL, by=as_expert(seat.expert))


def test_a_meeting_written_down_afterwards_is_filled_and_nobody_is_told_who_comes(app):
    request = build.a_brief()
    held = build.an_occasion(
        request, starts_at=now() - timedelta(hours=3), ends_at=now() - timedelta(hours=1)
    )

    [seat] = book_group(held.id, [build.a_candidate().id], by=build.an_actor())

    assert requests.get(request.id).state == RequestState.FILLED
    event = f"request_filled:{request.id}:{seat.id}"
    assert messages.find(event, f"unit:{request.unit_id}") is None


def test_attendance_is_marked_only_after_the_beginning_and_of_this_meeting(app):
    seat, other = a_seat(), a_seat()
    with pytest.raises(NotBegun):
        record_attendance(seat.occasion_id, {seat.id: Attendance.PRESENT}, by=build.an_actor())
    with transaction():
        seat.occasion.starts_at = now() - timedelta(hours=3)
        seat.occasion.ends_at = now() - timedelta(hours=1)
    with pytest.raises(Missing):
        record_attendance(seat.occasion_id, {other.id: Attendance.PRESENT}, by=build.an_actor())


def test_whoever_has_not_confirmed_is_reminded_once(app):
    seat, sure = a_seat(), a_seat()
    confirm_assignment(sure.id, by=as_expert(sure.expert))
    day = seat.occasion.starts_at.date()

    remind_of_coming(day - timedelta(days=10))
    assert messages.find(f"coming:{seat.id}", f"expert:{seat.expert_id}") is None
    for _ in range(2):
        remind_of_coming(day - timedelta(days=3))
    assert messages.find(f"coming:{seat.id}", f"expert:{seat.expert_id}")
    assert messages.find(f"coming:{sure.id}", f"expert:{sure.expert_id}") is None


def test_ring_me_tells_the_coordinator_once_a_day(app):
    boss = build.a_user()
    seat = a_seat(responsible_id=boss.id)
    for _ in range(2):
        ask_for_call(seat.id, by=as_expert(seat.expert))
    assert messages.find(f"call_asked:{seat.id}:{today()}", f"user:{boss.id}")


def test_a_heavy_theme_brings_a_debrief_on_the_next_working_day(app):
    expert, request = build.a_candidate(), build.a_brief()
    with transaction():
        theme = tables.add(Theme(name="Raskas aihe", is_heavy=True))
        tables.add(RequestTheme(request_id=request.id, theme_id=theme.id))
        tables.add(ExpertTheme(expert_id=expert.id, theme_id=theme.id, perspective=Perspective.OWN))
    [seat] = book_group(build.an_occasion(request).id, [expert.id], by=build.an_actor())
    assert str(seat.debrief_on) == "2026-12-16"
