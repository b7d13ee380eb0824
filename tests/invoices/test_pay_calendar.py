"""When money comes, and how much of it in one payment month."""

from datetime import date

import pytest

from invoices.pay_calendar import Earning, PayDay, expected_pay_day, gross_in_month, pay_days_in
from invoices.refusals import MoneyRefusal
from invoices.refusals.pay_days import NoSuchPayMonth, PaidBeforeCutOff
from tests.invoices.build import cases, name_of, table

CALENDAR = tuple(PayDay(**pay_day) for pay_day in table("pay_days")["calendar"])


@pytest.mark.parametrize("case", cases("pay_days"), ids=name_of)
def test_the_expected_pay_day(case):
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            expected_pay_day(CALENDAR, case["ready_on"])
        assert refusal.value.code == case["refused"]
    else:
        assert expected_pay_day(CALENDAR, case["ready_on"]).pay_on == case["pay_on"]


def test_what_a_payment_month_brings_in_all():
    earnings = [
        Earning(gross_cents=8600, ready_on=date(2026, 11, 12)),
        Earning(gross_cents=3400, ready_on=date(2026, 9, 1), pay_on=date(2026, 12, 15)),
        Earning(gross_cents=5000, ready_on=date(2026, 12, 1)),
        Earning(gross_cents=7000, ready_on=date(2027, 5, 1)),
    ]

    assert gross_in_month(CALENDAR, earnings, "2026-12") == 12000
    assert gross_in_month(CALENDAR, earnings, "2027-01") == 5000


def test_a_month_outside_the_calendar_is_said_to_be_unknown():
    with pytest.raises(NoSuchPayMonth):
        gross_in_month(CALENDAR, [], "2027-02")


def test_the_payment_month_is_the_month_of_the_pay_day():
    assert [day.month for day in pay_days_in(CALENDAR, "2027-01")] == ["2027-01"]


def test_nothing_is_paid_before_its_cut_off():
    with pytest.raises(PaidBeforeCutOff):
        PayDay(cut_off_on=date(2026, 12, 16), pay_on=date(2026, 12, 15))
