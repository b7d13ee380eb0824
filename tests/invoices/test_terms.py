"""What an organisation's own terms do to a fee."""

import json

import pytest
from hypothesis import given

from invoices.pricing.fee_table import PriceUnit, Rate, Work
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Clock, FeeChoice, Hours
from invoices.pricing.terms import DayKind, Terms
from invoices.pricing.terms_data import read_terms, write_terms
from invoices.pricing.worked_examples import Example, try_examples
from invoices.refusals import MoneyRefusal
from invoices.refusals.pricing import ExampleDiffers
from invoices.statements.statement import amount_of
from tests.invoices.build import cases, name_of
from tests.invoices.price_strategies import hours, rates


@pytest.mark.parametrize("case", cases("terms"), ids=name_of)
def test_each_term_of_a_price_adds_or_cuts_what_its_case_says(case):
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            priced(case)
        assert refusal.value.code == case["refused"]
        return
    price = priced(case)
    assert price.cents == case["cents"]
    assert [step["code"] for step in price.breakdown] == case["steps"]
    assert price.breakdown[-1].get("waived_cents") == case.get("waived_cents")
    assert price.cents == amount_of(price.quantity, price.unit, price.unit_cents)


def priced(case):
    clock = case.get("clock")
    hours = Hours(
        minutes=case["minutes"],
        clocks=(Clock(**clock | {"day_kind": DayKind(clock["day_kind"])}),) if clock else (),
        role=case.get("role"),
        notice_minutes=case.get("notice_minutes"),
        agreed_cents=case.get("agreed_cents"),
    )
    rate = Rate(
        code="talk",
        work=Work(case.get("work", "activity")),
        unit=PriceUnit(case["unit"]),
        cents=case["rate_cents"],
        terms=read_terms(case.get("terms", {})),
    )
    return price_hours(hours, rate, FeeChoice(case.get("fee_choice", "full")))


@given(hours, rates())
def test_the_steps_of_any_fee_add_up_to_it(entry, rate):
    price = price_hours(entry, rate)

    assert price.cents >= 0
    assert price.cents == sum(step["cents"] for step in price.breakdown)
    assert price.cents == amount_of(price.quantity, price.unit, price.unit_cents)
    assert json.loads(json.dumps(price.breakdown)) == list(price.breakdown)


@given(hours, rates())
def test_a_fee_stays_within_its_least_and_most_but_for_the_rounding(entry, rate):
    cents, said = price_hours(entry, rate).cents, rate.terms

    slack = said.rounding.cents - 1
    assert said.most_cents is None or cents <= said.most_cents + slack
    assert cents == 0 or cents >= said.least_cents - slack


@given(rates())
def test_terms_are_the_same_after_being_written_down(rate):
    written = write_terms(rate.terms)

    assert read_terms(json.loads(json.dumps(written))) == rate.terms
    assert write_terms(Terms()) == {}


def test_a_price_is_tried_with_the_examples_of_its_writer():
    rate = Rate(code="talk", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=4000)
    right = Example(minutes=90, cents=6000)
    wrong = Example(minutes=45, cents=4000)

    try_examples(rate, [right])
    with pytest.raises(ExampleDiffers) as refusal:
        try_examples(rate, [right, wrong])
    assert refusal.value.values == {"rate": "talk", "expected_cents": 4000, "cents": 3000}
