"""What is withheld from a payment, and the person's own shares of insurance."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.parameters import FIGURES
from invoices.refusals import MoneyRefusal
from invoices.tax.income_types import Insurance
from invoices.tax.insurance import own_shares
from invoices.tax.withholding import (
    TaxCard,
    Taxpayer,
    withhold_from_trade_income,
    withhold_from_wage,
)
from tests.invoices.build import cases, name_of

PAY_DAY = date(2026, 11, 30)
CONFIRMED = [replace(figure, confidence="high") for figure in FIGURES["trade_no_tax_card_rate"]]
cents = st.integers(0, 2_000_000)
tax_cards = st.builds(
    TaxCard,
    base=st.decimals(0, 100, places=1),
    additional=st.decimals(0, 100, places=1),
    limit_cents=st.integers(0, 3_000_000),
    first_day=st.just(date(2026, 1, 1)),
)


@pytest.mark.parametrize("case", cases("withholding"), ids=name_of)
def test_each_payment_is_withheld_from_as_its_case_says(case):
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            withheld(case)
        assert refusal.value.code == case["refused"]
        return
    found = withheld(case)
    assert found.cents == case["cents"]
    assert found.reported == case.get("reported", True)
    assert found.cents == sum(step["cents"] for step in found.breakdown)
    if "steps" in case:
        assert [step["code"] for step in found.breakdown] == case["steps"]


@pytest.mark.parametrize("case", cases("own_shares"), ids=name_of)
def test_own_shares_of_insurance_come_to_what_their_case_says(case):
    insured = [Insurance(name) for name in case["insured"]]
    when = {"born": case["born"], "pay_on": case["pay_on"]}
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            own_shares(insured, case["gross_cents"], **when)
        assert refusal.value.code == case["refused"]
        return
    steps = own_shares(insured, case["gross_cents"], **when)
    assert [-step["cents"] for step in steps] == case["shares"]


@given(tax_cards, cents, cents, cents)
def test_the_tax_of_two_payments_in_order_is_what_the_limit_says(card, before, first, second):
    payee = Taxpayer(tax_card=card)

    one = withhold_from_wage(first, payee, PAY_DAY, earlier_cents=before)
    two = withhold_from_wage(second, payee, PAY_DAY, earlier_cents=before + first)

    exact = tax_of_year(card, before + first + second) - tax_of_year(card, before)
    assert abs(one.cents + two.cents - exact) <= 1  # half a cent of rounding each


@given(tax_cards, st.integers(0, 20_000), st.integers(0, 20_000))
def test_whole_euros_at_whole_percentages_leave_nothing_to_round(card, first, second):
    whole = {"base": card.base // 1, "additional": card.additional // 1}
    card = replace(card, limit_cents=card.limit_cents // 100 * 100, **whole)
    payee = Taxpayer(tax_card=card)

    one = withhold_from_wage(first * 100, payee, PAY_DAY)
    two = withhold_from_wage(second * 100, payee, PAY_DAY, earlier_cents=first * 100)

    assert one.cents + two.cents == tax_of_year(card, (first + second) * 100)


@given(st.none() | tax_cards, cents, cents, st.data())
def test_tax_is_never_negative_nor_above_what_is_left(card, gross, earlier, data):
    deductions = data.draw(st.integers(0, gross))

    found = withhold_from_wage(
        gross,
        Taxpayer(tax_card=card),
        PAY_DAY,
        earlier_cents=earlier,
        deductions_cents=deductions,
    )

    assert 0 <= found.cents <= gross - deductions
    assert found.cents == sum(step["cents"] for step in found.breakdown)


@given(cents, cents)
def test_a_card_of_nothing_withholds_nothing_below_its_limit(gross, earlier):
    card = TaxCard(
        base=Decimal("0.0"),
        additional=Decimal("55.0"),
        limit_cents=gross + earlier,
        first_day=date(2026, 1, 1),
    )

    found = withhold_from_wage(gross, Taxpayer(tax_card=card), PAY_DAY, earlier_cents=earlier)

    assert found.cents == 0


def tax_of_year(card: TaxCard, paid_cents: int) -> Decimal:
    within = min(paid_cents, card.limit_cents)
    return (within * card.base + (paid_cents - within) * card.additional) / 100


def withheld(case):
    withhold = withhold_from_trade_income if case.get("trade") else withhold_from_wage
    return withhold(
        case["gross_cents"],
        payee(case),
        case["pay_on"],
        earlier_cents=case.get("earlier_cents", 0),
        deductions_cents=case.get("deductions_cents", 0),
        entered=CONFIRMED if case.get("entered") else (),
    )


def payee(case) -> Taxpayer:
    facts = ("in_register", "non_resident")
    return Taxpayer(tax_card=tax_card(case), **{name: case.get(name, False) for name in facts})


def tax_card(case) -> TaxCard | None:
    if "tax_card" not in case:
        return None
    card = case["tax_card"]
    percents = {name: Decimal(card[name]) for name in ("base", "additional")}
    return TaxCard(**{**card, **percents})
