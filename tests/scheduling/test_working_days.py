"""Working days in Finland."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.working_days import (
    add_working_days,
    is_public_holiday,
    is_working_day,
    next_working_day,
    working_day_from,
    working_day_until,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 6, 20),
        date(2026, 12, 25),
        date(2027, 12, 6),
    ],
)
def test_public_holidays_are_not_working_days(day):
    assert is_public_holiday(day)
    assert not is_working_day(day)


@pytest.mark.parametrize("eve", [date(2026, 6, 19), date(2026, 12, 24), date(2027, 6, 25)])
def test_the_two_eves_are_no_public_holidays_but_nobody_works(eve):
    assert not is_public_holiday(eve)
    assert not is_working_day(eve)


def test_after_the_thursday_before_easter_comes_tuesday():
    assert next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)


def test_two_working_days_over_christmas_take_a_week():
    assert add_working_days(date(2026, 12, 22), 2) == date(2026, 12, 28)
    assert add_working_days(date(2026, 12, 24), 0) == date(2026, 12, 24)


def test_a_pay_day_on_a_sunday_moves_to_friday_and_a_reminder_to_monday():
    sunday = date(2026, 11, 15)

    assert working_day_until(sunday) == date(2026, 11, 13)
    assert working_day_from(sunday) == date(2026, 11, 16)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_the_next_working_day_is_never_far(day):
    assert 1 <= (next_working_day(day) - day).days <= 6
