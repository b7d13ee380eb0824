"""Wall-clock time in Finland, the two nights of clock changes included."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.refusals import AmbiguousTime, NoSuchTime, NotAClockTime
from scheduling.wall_clock import HELSINKI, day_of, midnight, minutes_between, to_moment

SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


def clock_of(moment):
    return moment.astimezone(HELSINKI).strftime("%H:%M")


def test_a_winter_and_a_summer_afternoon_in_utc():
    assert to_moment(date(2026, 1, 15), "14:00") == datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert to_moment(date(2026, 7, 15), "14.00") == datetime(2026, 7, 15, 11, tzinfo=UTC)


def test_a_day_ends_at_twenty_four():
    assert to_moment(SPRING, "24:00") == midnight(date(2026, 3, 30))


def test_half_past_three_did_not_exist_on_the_spring_night():
    with pytest.raises(NoSuchTime) as refusal:
        to_moment(SPRING, "03:30", fold=1)

    assert refusal.value.values == {"day": SPRING, "clock": "03:30"}


def test_half_past_three_came_twice_on_the_autumn_night():
    with pytest.raises(AmbiguousTime):
        to_moment(AUTUMN, "03:30")

    assert to_moment(AUTUMN, "03:30", fold=0) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert to_moment(AUTUMN, "03:30", fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_choice_nobody_needs_changes_nothing():
    assert to_moment(SPRING, "12:00", fold=1) == to_moment(SPRING, "12:00")


@pytest.mark.parametrize("clock", ["25:00", "12:60", "24:01", "", "12", "1٢:00", "12:00 ", "-1:00"])
def test_what_is_not_a_clock_time_is_refused(clock):
    with pytest.raises(NotAClockTime):
        to_moment(SPRING, clock)


@pytest.mark.parametrize(("day", "minutes"), [(SPRING, 60), (AUTUMN, 180)])
def test_a_night_shift_lasts_as_long_as_it_really_lasted(day, minutes):
    assert minutes_between(to_moment(day, "02:30"), to_moment(day, "04:30")) == minutes


def test_late_evening_in_utc_is_already_the_next_day():
    late = datetime(2026, 6, 30, 21, 5, tzinfo=UTC)

    assert (day_of(late), clock_of(late)) == (date(2026, 7, 1), "00:05")


@given(st.integers(0, 50 * 365 * 24 * 60))
def test_what_clocks_show_leads_back_to_the_same_moment(minutes):
    moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    assert moment in [to_moment(day_of(moment), clock_of(moment), fold) for fold in (0, 1)]
