"""Which hours may be reported."""

from dataclasses import replace
from datetime import date

import pytest

from scheduling.availability import Interval
from scheduling.hours import HourKind, Hours, check_hours
from scheduling.refusals import (
    ClockTimesNeeded,
    ClockTimesNotUsed,
    EndsBeforeStart,
    HoursInFuture,
    HoursOverlap,
    HoursTooEarly,
    MinutesOutOfRange,
    MoreThanElapsed,
    OutsideOccasion,
)
from scheduling.wall_clock import to_moment

DAY = date(2026, 5, 6)


def during(starts, ends, day=DAY):
    return Interval(to_moment(day, starts), to_moment(day, ends))


TALK = during("12:00", "14:00")
NOW = to_moment(DAY, "18:00")
ACTIVITY = Hours(kind=HourKind.ACTIVITY, day=DAY, minutes=120, during=TALK)
TRAVEL = Hours(kind=HourKind.TRAVEL, day=DAY, minutes=90)


def test_what_was_planned_may_be_reported():
    check_hours(ACTIVITY, now=NOW, occasion=TALK, earliest=DAY)
    check_hours(TRAVEL, now=NOW, occasion=TALK, earliest=DAY)


def test_a_talk_may_begin_early_and_run_late_by_an_hour():
    longest = replace(ACTIVITY, during=during("11:00", "15:00"), minutes=240)

    check_hours(longest, now=NOW, occasion=TALK)


def test_activity_right_after_other_activity_is_fine():
    check_hours(ACTIVITY, now=NOW, other_activity=[during("10:00", "12:00")])


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [
        (replace(TRAVEL, minutes=0), MinutesOutOfRange),
        (replace(TRAVEL, minutes=-5), MinutesOutOfRange),
        (replace(TRAVEL, minutes=26 * 60), MinutesOutOfRange),
        (replace(TRAVEL, day=date(2026, 5, 7)), HoursInFuture),
        (replace(TRAVEL, day=date(2026, 5, 3)), HoursTooEarly),
        (replace(TRAVEL, during=TALK), ClockTimesNotUsed),
        (replace(ACTIVITY, during=None), ClockTimesNeeded),
        (replace(ACTIVITY, during=during("14:00", "12:00")), EndsBeforeStart),
        (replace(ACTIVITY, during=during("12:00", "12:00")), EndsBeforeStart),
        (replace(ACTIVITY, minutes=121), MoreThanElapsed),
        (replace(ACTIVITY, during=during("12:30", "18:01")), HoursInFuture),
        (replace(ACTIVITY, during=during("10:59", "14:00")), OutsideOccasion),
        (replace(ACTIVITY, during=during("12:00", "15:01")), OutsideOccasion),
        (replace(ACTIVITY, during=during("13:00", "15:00")), HoursOverlap),
    ],
)
def test_what_cannot_be_reported(hours, refusal):
    with pytest.raises(refusal):
        check_hours(
            hours,
            now=NOW,
            occasion=TALK,
            earliest=date(2026, 5, 4),
            other_activity=[during("14:30", "15:30")],
        )


@pytest.mark.parametrize(("day", "elapsed"), [(date(2026, 3, 29), 60), (date(2026, 10, 25), 180)])
def test_over_a_change_of_clocks_the_minutes_that_passed_count(day, elapsed):
    night = during("02:30", "04:30", day)
    hours = Hours(kind=HourKind.ACTIVITY, day=day, minutes=elapsed, during=night)
    later = to_moment(day, "12:00")

    check_hours(hours, now=later, occasion=night)
    with pytest.raises(MoreThanElapsed):
        check_hours(replace(hours, minutes=elapsed + 1), now=later, occasion=night)
