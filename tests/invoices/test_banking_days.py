"""When banks work, when money leaves and when it is reported."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.banking_days import (
    banking_day_until,
    debit_day,
    incomes_register_deadline,
    is_banking_day,
    tax_due_on,
)
from tests.invoices.build import name_of, table

CASES = table("banking_days")
CLOSED = {day for days in CASES["closed"].values() for day in days}
DAYS = st.dates(date(2019, 1, 1), date(2060, 12, 31))


def test_every_other_weekday_of_two_years_is_a_banking_day():
    first = date(2026, 1, 1)
    days = [first + timedelta(days=n) for n in range(365 * 2)]
    weekdays = [day for day in days if day.weekday() < 5]

    assert [day for day in weekdays if not is_banking_day(day)] == sorted(
        day for day in CLOSED if day.weekday() < 5
    )
    assert not any(is_banking_day(day) for day in days if day.weekday() >= 5)


@pytest.mark.parametrize("case", CASES["debit"], ids=name_of)
def test_money_leaves_on_the_banking_day_before_the_pay_day(case):
    assert banking_day_until(case["pay_on"]) == case["moved_to"]
    assert debit_day(case["pay_on"]) == case["debited"]


@pytest.mark.parametrize("case", CASES["report"], ids=name_of)
def test_a_payment_is_reported_in_five_days(case):
    assert incomes_register_deadline(case["paid_on"]) == case["latest"]


@given(DAYS)
@settings(deadline=None)
def test_money_always_leaves_before_the_pay_day(day):
    assert debit_day(day) < banking_day_until(day) <= day
    assert is_banking_day(debit_day(day))


def test_withheld_tax_is_paid_on_by_the_twelfth_or_the_weekday_after():
    assert tax_due_on(date(2026, 10, 1)) == date(2026, 11, 12)
    assert tax_due_on(date(2026, 11, 1)) == date(2026, 12, 14)  # the 12th is a Saturday
    assert tax_due_on(date(2026, 12, 1)) == date(2027, 1, 12)


@given(DAYS)
@settings(deadline=None)
def test_nobody_has_less_than_five_days_to_report(day):
    latest = incomes_register_deadline(day)

    assert timedelta(days=5) <= latest - day <= timedelta(days=10)
    assert latest.weekday() < 5
