"""What an hour entry is worth, and how the breakdown tells it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.pricing.fee_table import PriceUnit, Rate, Work
from invoices.pricing.fees import price_hours
from invoices.pricing.price import FeeChoice, Hours
from invoices.refusals import MoneyRefusal
from invoices.statements.statement import amount_of
from invoices.travel.costs import ExpenseKind, price_expense, price_kilometres
from tests.invoices.build import cases, name_of


@pytest.mark.parametrize("case", cases("fees"), ids=name_of)
def test_each_fee_comes_to_what_its_case_says(case):
    priced_as(case, lambda: price_hours(hours(case), rate(case), choice(case)))


@pytest.mark.parametrize("case", cases("travel"), ids=name_of)
def test_each_drive_comes_to_what_its_case_says(case):
    passengers = case.get("passengers", 0)
    priced_as(
        case,
        lambda: price_kilometres(
            case["kilometre_tenths"], case["day"], passengers=passengers, fee_choice=choice(case)
        ),
    )


@pytest.mark.parametrize("case", cases("expenses"), ids=name_of)
def test_each_expense_comes_to_what_its_case_says(case):
    kind = ExpenseKind(case["kind"])
    priced_as(case, lambda: price_expense(kind, case["claimed_cents"], fee_choice=choice(case)))


@given(
    st.integers(0, 1440),
    st.integers(0, 100_000),
    st.sampled_from(PriceUnit),
    st.sampled_from(FeeChoice),
    st.booleans(),
    st.booleans(),
)
def test_a_fee_is_always_its_quantity_times_its_price(
    minutes, cents, unit, fee_choice, attended, already_priced
):
    entry = Hours(minutes=minutes, attended=attended, already_priced=already_priced)
    a_rate = Rate(code="any", work=Work.ACTIVITY, unit=unit, cents=cents)

    price = price_hours(entry, a_rate, fee_choice)

    assert price.cents == amount_of(price.quantity, price.unit, price.unit_cents)
    assert price.cents >= 0
    assert json.loads(json.dumps(price.breakdown)) == list(price.breakdown)


@given(st.integers(0, 20_000), st.integers(0, 4))
def test_a_drive_is_always_its_distance_times_its_price(kilometre_tenths, passengers):
    price = price_kilometres(kilometre_tenths, date(2026, 5, 4), passengers=passengers)

    assert price.cents == amount_of(price.quantity, price.unit, price.unit_cents)
    assert price.cents == (kilometre_tenths * (55 + 4 * passengers) + 5) // 10


def hours(case) -> Hours:
    return Hours(
        minutes=case["minutes"],
        attended=case.get("attended", True),
        already_priced=case.get("already_priced", False),
    )


def rate(case) -> Rate:
    work = Work(case.get("work", "activity"))
    return Rate(code="talk", work=work, unit=PriceUnit(case["unit"]), cents=case["rate_cents"])


def choice(case) -> FeeChoice:
    return FeeChoice(case.get("fee_choice", "full"))


def priced_as(case, pricing) -> None:
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            pricing()
        assert refusal.value.code == case["refused"]
        return
    price = pricing()
    assert price.cents == case["cents"]
    assert price.waived == ("waived_cents" in case)
    assert price.breakdown[-1].get("waived_cents") == case.get("waived_cents")
    assert price.bought_cents == case.get("bought_cents", 0)
    if "steps" in case:
        assert [step["code"] for step in price.breakdown] == case["steps"]
