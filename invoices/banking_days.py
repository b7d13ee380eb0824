"""Which days banks work in Finland, and what follows: pay day, debit day, the day of reporting."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

REPORTED_WITHIN_DAYS = 5
TAX_DAY = 12

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_banking_day(day: date) -> bool:
    """Both the euro system (TARGET) and Finnish banks are open."""
    return _is_weekday(day) and day not in _closed_in(day.year)


def banking_day_until(day: date) -> date:
    """`day` itself when banks work, otherwise the one before it: a pay that falls due comes early.

    Source: Employment Contracts Act 2:15.
    """
    while not is_banking_day(day):
        day -= _DAY
    return day


def debit_day(pay_on: date) -> date:
    """When the payer's account is debited: the banking day before the pay day.

    A pay day on which banks are closed is first moved to the banking day before it.
    Source: the banks' instructions for payments with the purpose SALA.
    """
    return banking_day_until(banking_day_until(pay_on) - _DAY)


def incomes_register_deadline(paid_on: date) -> date:
    """The last day to report a payment: the fifth calendar day, or the next weekday.

    Source: Act on the Incomes Information System; Act on Calculating Statutory Periods, 5 §.
    """
    return _weekday_from(paid_on + timedelta(days=REPORTED_WITHIN_DAYS))


def tax_due_on(month: date) -> date:
    """The last day to pay on the tax withheld in a month: the 12th of the next, or a weekday after.

    month  its first day
    Source: Tax Administration, due dates of self-assessed taxes.
    """
    return _weekday_from((month + timedelta(days=31)).replace(day=TAX_DAY))


def _weekday_from(day: date) -> date:
    while not _is_weekday(day) or day in _finnish_in(day.year):
        day += _DAY
    return day


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


@lru_cache(maxsize=64)
def _closed_in(year: int) -> frozenset[date]:
    return _finnish_in(year) | frozenset(holidays.financial_holidays("XECB", years=[year]))


@lru_cache(maxsize=64)
def _finnish_in(year: int) -> frozenset[date]:
    """With Midsummer Eve and Christmas Eve, on which banks and offices are closed."""
    return frozenset(holidays.country_holidays("FI", years=[year]))
