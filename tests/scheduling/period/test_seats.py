"""Which times of a request one person takes together."""

from datetime import UTC, datetime, timedelta

from scheduling.availability import Interval
from scheduling.kinds import RequestKind
from scheduling.period.seats import OpenTime, seats_of

NOON = datetime(2026, 12, 1, 10, tzinfo=UTC)


def times(*places):
    """One a week, each with so many places."""
    return [
        OpenTime(n, count, Interval(at := NOON + timedelta(weeks=n), at + timedelta(hours=1)))
        for n, count in enumerate(places)
    ]


def shape(kind, *places):
    """Occasions, needs and team of each seat."""
    found = seats_of(7, kind, times(*places), 40)
    return [(each.occasion_ids, each.needs, each.team) for each in found]


def test_talks_are_seats_apart():
    assert shape(RequestKind.TALK, 1, 0, 2) == [((0,), 1, 40), ((2,), 2, 42)]


def test_a_series_is_one_seat_for_each_who_comes_every_time():
    assert shape(RequestKind.GROUP, 2, 2, 2) == [((0, 1, 2), 2, 40)]


def test_room_above_the_other_times_is_a_seat_of_its_own_in_the_same_team():
    assert shape(RequestKind.PANEL_MEETING, 1, 3, 1) == [((0, 1, 2), 1, 40), ((1,), 2, 40)]


def test_full_times_are_no_seats():
    assert shape(RequestKind.GROUP, 0, 0) == []
    assert shape(RequestKind.TRAINING, 0) == []


def test_a_task_is_one_seat_without_a_clock():
    due = (NOON + timedelta(days=3)).date()
    [seat] = seats_of(7, RequestKind.COMMENT_TASK, [OpenTime(5, 2, due_on=due)], 0)

    assert (seat.needs, seat.intervals, seat.first_day) == (2, (), due)
