"""Which price holds: the newest table begun by the day, the request kind's own rate first."""

from datetime import date

import pytest

from invoices.pricing.fee_table import FeeTable, PriceUnit, Rate, Work, rate_for, table_on
from invoices.refusals import NegativeAmount
from invoices.refusals.pricing import NoRateForWork, NoRateYet, TwoRatesForWork

COMMON = Rate(code="hour", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=4000)
MEETING = Rate(
    code="meeting",
    work=Work.ACTIVITY,
    unit=PriceUnit.MEETING,
    cents=8600,
    request_kind="panel_meeting",
)
OLD = FeeTable(valid_from=date(2025, 1, 1), decision_number="§ 12/2024", rates=(COMMON,))
NEW = FeeTable(valid_from=date(2026, 11, 1), decision_number="§ 98/2026", rates=(COMMON, MEETING))


@pytest.mark.parametrize(
    ("day", "table"),
    [
        (date(2025, 1, 1), OLD),
        (date(2026, 10, 31), OLD),
        (date(2026, 11, 1), NEW),
        (date(2031, 1, 1), NEW),
    ],
)
def test_a_table_holds_from_its_first_day_until_the_next_one_begins(day, table):
    assert table_on([NEW, OLD], day) is table


def test_there_is_no_price_before_the_first_table():
    with pytest.raises(NoRateYet):
        table_on([OLD, NEW], date(2024, 12, 31))


def test_the_kind_of_request_may_have_its_own_price():
    assert rate_for(NEW, Work.ACTIVITY, "panel_meeting") is MEETING
    assert rate_for(NEW, Work.ACTIVITY, "talk") is COMMON
    assert rate_for(NEW, Work.ACTIVITY, None) is COMMON


def test_work_without_a_price_is_refused_not_guessed():
    with pytest.raises(NoRateForWork):
        rate_for(NEW, Work.TRAVEL, "talk")


def test_one_work_has_one_price_in_a_table():
    with pytest.raises(TwoRatesForWork):
        FeeTable(valid_from=date(2026, 1, 1), decision_number="§ 1", rates=(COMMON, COMMON))


def test_a_price_is_never_negative():
    with pytest.raises(NegativeAmount):
        Rate(code="hour", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=-1)
