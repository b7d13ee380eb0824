"""What an offer promises is what the statement pays, and what is not known is said."""

from datetime import date

from invoices.pricing.fee_table import FeeTable, PriceUnit, Rate, Work
from invoices.pricing.forecast import Foreseen, forecast
from invoices.pricing.price import FeeChoice

HOUR = Rate(code="hour", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=4000)
READING = Rate(code="reading", work=Work.PREPARATION, unit=PriceUnit.HOUR, cents=2000)
LUMP = Rate(
    code="project", work=Work.ACTIVITY, unit=PriceUnit.LUMP, cents=45000, request_kind="project"
)
TABLES = [
    FeeTable(valid_from=date(2026, 1, 1), decision_number="§ 12/2025", rates=(HOUR, READING, LUMP))
]


def foreseen(**values) -> Foreseen:
    values = {
        "day": date(2026, 12, 3),
        "request_kind": "talk",
        "activity_minutes": 120,
        "preparation_minutes": 60,
        "kilometre_tenths": 425,
        **values,
    }
    return Foreseen(**values)


def test_fee_preparation_and_travel_are_told_apart():
    expected = forecast(TABLES, foreseen())

    cents = {name: price.cents for name, price in expected.prices.items()}
    assert cents == {"activity": 8000, "preparation": 2000, "kilometres": 2338}
    assert (expected.fee_cents, expected.travel_cents) == (10000, 2338)
    assert expected.unknown == {}


def test_next_years_kilometres_are_unknown_and_the_fee_is_still_told():
    expected = forecast(TABLES, foreseen(day=date(2027, 1, 12)))

    assert expected.fee_cents == 10000
    assert expected.unknown["kilometres"].code == "unconfirmed_figure"


def test_a_price_that_does_not_exist_is_unknown():
    expected = forecast(TABLES, foreseen(travel_minutes=50))

    assert expected.unknown["travel"].code == "no_rate_for_work"


def test_a_waived_fee_leaves_the_travel():
    expected = forecast(TABLES, foreseen(), FeeChoice.COSTS_ONLY)

    assert (expected.fee_cents, expected.travel_cents) == (0, 2338)
    assert expected.prices["activity"].waived


def test_a_lump_sum_is_promised_once_an_assignment():
    first = forecast(TABLES, foreseen(request_kind="project"))
    second = forecast(TABLES, foreseen(request_kind="project", later_occasion=True))

    assert (first.fee_cents, second.fee_cents) == (47000, 2000)


def test_what_goes_above_the_national_price_of_a_kilometre_is_fee():
    national = forecast(TABLES, foreseen())
    own = forecast(TABLES, foreseen(own_kilometre_cents=60))

    assert own.travel_cents == national.travel_cents
    above = own.prices["kilometres_above"].cents
    assert above > 0
    assert own.fee_cents == national.fee_cents + above


def test_an_own_price_below_the_national_one_is_all_free_of_tax():
    own = forecast(TABLES, foreseen(own_kilometre_cents=30))

    assert own.prices["kilometres_above"].cents == 0
    assert own.travel_cents < forecast(TABLES, foreseen()).travel_cents
