"""Reminders of hours: once each, on working days, and nothing to those who have answered."""

from datetime import date

import pytest

from app.storage import messages
from app.storage.messages import MessageState
from app.use_cases.remind_of_hours import remind_of_hours
from scheduling.kinds import Attendance
from tests import build
from tests.app.hour_story import ACTIVITY, a_house

NEXT_DAY, WEEK_LATER = date(2026, 11, 4), date(2026, 11, 10)


@pytest.fixture(autouse=True)
def prices(app):
    build.a_fee_table()


def events():
    return [told.event.split(":")[0] for told in messages.in_state(MessageState.QUEUED)]


def test_untold_hours_are_asked_twice_at_most():
    a_house()
    for day in (NEXT_DAY, NEXT_DAY, WEEK_LATER, WEEK_LATER, date(2026, 12, 1)):
        remind_of_hours(day)

    assert events() == ["report_hours_reminder"] * 2


@pytest.mark.parametrize("changes", [{"attendance": Attendance.ABSENT}, {"is_group": True}])
def test_who_has_nothing_to_tell_is_not_asked(changes):
    a_house(**changes)
    remind_of_hours(WEEK_LATER)

    assert events() == []


def test_the_approver_hears_once_a_day_what_waits():
    house = a_house()
    house.checked(ACTIVITY)
    told = len(events())
    for _ in range(2):
        remind_of_hours(date(2026, 11, 23))
    remind_of_hours(date(2026, 11, 22))  # a Sunday

    assert events()[told:] == ["to_approve"]
