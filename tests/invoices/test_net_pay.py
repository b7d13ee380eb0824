"""From gross to net, and the same sums on the report to the Incomes Register."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.incomes_register.lines import Paid, report_lines
from invoices.refusals import MoneyRefusal
from invoices.tax.classification import Contract, Override, PaymentKind, classify
from invoices.tax.income_types import Insurance
from invoices.tax.net_pay import net_pay
from invoices.tax.withholding import TaxCard, Taxpayer
from tests.invoices.build import cases, name_of

PAY_DAY = date(2026, 11, 30)
BORN = date(1980, 5, 5)
INSURED = Override(reason="Kevan päätös", insured={Insurance.PENSION: True})


@pytest.mark.parametrize("case", cases("net_pay"), ids=name_of)
def test_each_gross_leaves_the_net_of_its_case(case):
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            pay(case)
        assert refusal.value.code == case["refused"]
        return
    found = pay(case)
    assert found.withheld_cents == case["withheld_cents"]
    assert found.pension_cents == case.get("pension_cents", 0)
    assert found.unemployment_cents == case.get("unemployment_cents", 0)
    assert found.net_cents == case["net_cents"]


kinds = st.sampled_from([PaymentKind.MEETING, PaymentKind.LECTURE, PaymentKind.KILOMETRES])
payments = st.lists(st.tuples(kinds, st.integers(0, 500_000), st.booleans()), min_size=1)


@given(payments, st.integers(0, 100), st.integers(0, 2_000_000))
def test_net_is_gross_less_what_is_reported_as_taken(payments, percent, earlier):
    paid = [
        Paid(classification=what(kind, insured=insured), cents=cents)
        for kind, cents, insured in payments
    ]

    found = net_pay(paid, payee(Decimal(percent)), PAY_DAY, born=BORN, earlier_cents=earlier)
    lines = report_lines(
        paid,
        withheld_cents=found.withheld_cents,
        pension_cents=found.pension_cents,
        unemployment_cents=found.unemployment_cents,
    )

    gross = sum(cents for _, cents, _ in payments)
    assert 0 <= found.withheld_cents <= found.taxable_cents
    assert 0 <= found.tax_free_cents <= found.net_cents <= gross
    assert found.net_cents == sum(
        line.cents if line.income_type < 400 else -line.cents for line in lines
    )


def pay(case):
    pay_on = case.get("pay_on", PAY_DAY)
    contract = Contract(case.get("contract", "fee"))
    paid = [a_paid(one, contract, pay_on) for one in case["paid"]]
    card = payee(Decimal(20), in_register=case.get("in_register", False), year=pay_on.year)
    return net_pay(paid, card, pay_on, born=BORN, earlier_cents=case.get("earlier_cents", 0))


def a_paid(one, contract, pay_on) -> Paid:
    asked = {Insurance(name): True for name in one.get("insured", [])}
    override = Override(reason="Kevan päätös", insured=asked) if asked else None
    found = classify(PaymentKind(one["kind"]), contract, pay_on, override=override)
    return Paid(classification=found, cents=one["cents"], is_given=one.get("is_given", False))


def what(kind, *, insured):
    changeable = insured and kind != PaymentKind.KILOMETRES
    return classify(kind, Contract.FEE, PAY_DAY, override=INSURED if changeable else None)


def payee(percent: Decimal, *, in_register: bool = False, year: int = 2026) -> Taxpayer:
    card = TaxCard(
        base=percent,
        additional=max(percent, Decimal(40)),
        limit_cents=1_200_000,
        first_day=date(year, 1, 1),
    )
    return Taxpayer(tax_card=card, in_register=in_register)
