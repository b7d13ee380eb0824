"""Reporting hours and costs: by the expert, by her link, and by the coordinator on her behalf."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.access import Actor, NotAllowed, Role
from app.database import Missing, Stale, current_organisation
from app.storage import changes, entry_lists, messages
from app.storage.changes import Subject
from app.storage.messages import MessageState
from app.use_cases.report_hours import fingerprint, report_hours
from invoices.pricing.price import FeeChoice
from invoices.refusals.trips import AllowancesNotPaid
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import Attendance, OnBehalf
from scheduling.lifecycle import AssignmentState
from scheduling.refusals import HoursInFuture, HoursOverlap, HoursTooEarly, NoActivity
from tests import build
from tests.app.hour_story import (
    ACTIVITY,
    DAY,
    DRIVE,
    ENDS,
    READING,
    STARTS,
    TICKET,
    TRIP,
    a_house,
)


@pytest.fixture
def house(app):
    return a_house()


def there(house):
    return entry_lists.of_assignment(house.assignment.id)


def test_the_expert_reports_and_the_unit_is_asked(house):
    house.reported(ACTIVITY, READING, DRIVE, TICKET)

    told = messages.in_state(MessageState.QUEUED)

    assert {entry.state for entry in there(house)} == {"reported"}
    assert [message.address for message in told] == ["oona@esimerkki.fi"]
    assert "/request/" in told[0].body
    assert house.assignment.request.title not in told[0].body


def test_a_coordinator_reports_on_behalf_and_it_is_written_down_how(house):
    said_at = datetime(2026, 11, 4, 10, tzinfo=UTC)

    (entry,) = house.reported(ACTIVITY, by=house.coordinator, how=OnBehalf.LETTER, said_at=said_at)

    step = changes.of(Subject.HOUR_ENTRY, entry.id)[-1]
    assert (entry.entered_by, entry.on_behalf_how) == (house.coordinator.user_id, "letter")
    assert (step.became, step.on_behalf_how, step.said_at) == ("reported", "letter", said_at)


def test_another_experts_assignment_does_not_exist(house):
    stranger = Actor(
        role=Role.EXPERT,
        organisation_id=current_organisation(),
        expert_id=build.an_expert().id,
    )
    nobody = replace(stranger, expert_id=None)

    for who in (stranger, nobody):
        with pytest.raises(Missing):
            house.reported(ACTIVITY, by=who)


def test_drafts_are_kept_changed_and_removed_without_telling_anybody(house):
    one, two = house.reported(ACTIVITY, READING, send=False)
    assert {one.state, two.state} == {"draft"}

    longer = replace(READING, minutes=45)
    kept = replace(ACTIVITY, entry_id=one.id)
    house.reported(kept, longer, seen=fingerprint(there(house)), send=False)

    assert sorted(entry.minutes for entry in there(house)) == [45, 120]
    assert messages.in_state(MessageState.QUEUED) == []


def test_what_is_left_out_of_the_form_is_removed(house):
    house.reported(ACTIVITY, READING, send=False)

    house.reported(READING, seen=fingerprint(there(house)))

    assert [(entry.work, entry.state) for entry in there(house)] == [("preparation", "reported")]


def test_a_second_click_changes_nothing(house):
    seen = fingerprint(there(house))
    house.reported(ACTIVITY, READING, DRIVE, seen=seen)

    house.reported(ACTIVITY, READING, DRIVE, seen=seen)

    assert len(there(house)) == 3
    assert len(messages.in_state(MessageState.QUEUED)) == 1


def test_a_stale_tab_is_told_so(house):
    seen = fingerprint(there(house))
    house.reported(ACTIVITY, seen=seen)

    with pytest.raises(Stale):
        house.reported(READING, seen=seen)


def test_what_somebody_changed_meanwhile_is_not_written_over(house):
    (draft,) = house.reported(READING, send=False)
    looked_at = replace(READING, entry_id=draft.id, version=draft.version)
    house.reported(replace(looked_at, minutes=45), send=False)

    with pytest.raises(Stale):
        house.reported(replace(looked_at, minutes=60), send=False)

    assert [entry.minutes for entry in there(house)] == [45]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (replace(READING, day=date(2099, 5, 1)), HoursInFuture),
        (replace(READING, day=DAY - timedelta(days=30)), HoursTooEarly),
        (replace(TICKET, day=date(2099, 5, 1)), HoursInFuture),
        (TRIP, AllowancesNotPaid),
        (replace(TICKET, kind=ExpenseKind.BOUGHT_BY_US), NotAllowed),
    ],
)
def test_what_cannot_be_reported_stores_nothing(house, said, refusal):
    with pytest.raises(refusal):
        house.reported(READING, said)

    assert there(house) == []


def test_a_refusal_names_the_row_of_the_form(house):
    with pytest.raises(HoursInFuture) as refused:
        house.reported(replace(READING, day=date(2099, 5, 1), place="hours-0"))

    assert refused.value.__notes__ == ["hours-0"]


def test_activities_of_two_assignments_do_not_overlap(house):
    other = build.an_occasion(
        house.assignment.request, starts_at=ENDS, ends_at=ENDS + timedelta(hours=2)
    )
    later = build.an_assignment(house.expert, other, accepted_at=STARTS - timedelta(days=20))
    house.reported(replace(ACTIVITY, ends_at=ENDS + timedelta(minutes=30)))
    clash = replace(ACTIVITY, starts_at=ENDS, ends_at=ENDS + timedelta(hours=2))

    with pytest.raises(HoursOverlap):
        report_hours(by=house.herself, assignment_id=later.id, said=[clash])


@pytest.mark.parametrize(
    "changes", [{"state": AssignmentState.CANCELLED}, {"attendance": Attendance.ABSENT}]
)
def test_who_was_not_there_still_reports_the_preparation(app, changes):
    house = a_house(**changes)

    house.reported(READING)

    with pytest.raises(NoActivity):
        house.reported(ACTIVITY)


def test_hours_are_told_even_when_no_fee_was_wanted(app):
    house = a_house(fee_choice=FeeChoice.NOTHING)

    assert [entry.state for entry in house.reported(ACTIVITY)] == ["reported"]


def test_bought_by_us_is_written_by_the_coordinator(house):
    ours = replace(TICKET, kind=ExpenseKind.BOUGHT_BY_US, explanation="Junalippu")

    (entry,) = house.reported(ours, by=house.coordinator, how=OnBehalf.PHONE)

    assert (entry.kind, entry.claimed_cents) == ("bought_by_us", 123450)
