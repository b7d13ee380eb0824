"""Which days are working days in Finland, for deadlines and reminders.

Not working: Saturdays, Sundays, public holidays, and Christmas Eve and Midsummer Eve. The two eves
are no public holidays by law, but agreements keep offices closed, so no deadline may fall on them.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

_DAY = timedelta(days=1)
_FRIDAY, _SATURDAY = 4, 5


def is_public_holiday(day: date) -> bool:
    """By law: the eves are left out."""
    return day in _holidays_in(day.year) and not is_eve(day)


def is_eve(day: date) -> bool:
    """Christmas Eve, or Midsummer Eve: the Friday of 19–25 June."""
    midsummer = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == _FRIDAY
    return midsummer or (day.month, day.day) == (12, 24)


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and not is_public_holiday(day) and not is_eve(day)


def working_day_from(day: date) -> date:
    """`day` itself when it is a working day, otherwise the next one."""
    while not is_working_day(day):
        day += _DAY
    return day


def working_day_until(day: date) -> date:
    """`day` itself when it is a working day, otherwise the one before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    return working_day_from(day + _DAY)


def add_working_days(day: date, count: int) -> date:
    """The `count`th working day after `day`; 0 gives `day` itself."""
    for _ in range(count):
        day = next_working_day(day)
    return day


@lru_cache(maxsize=64)
def _holidays_in(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=[year]))
