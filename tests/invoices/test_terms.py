"""What an organisation's own terms do to a fee."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.pricing.fee_table import BY_TIME, PriceUnit, Rate, Work
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Clock, FeeChoice, Hours
from invoices.pricing.terms import (
    Addition,
    Cap,
    DayKind,
    LateCancellation,
    Period,
    RoleAddition,
    Rounding,
    Supplement,
    Terms,
    Tier,
    Towards,
)
from invoices.pricing.terms_data import read_terms, write_terms
from invoices.pricing.worked_examples import Example, try_examples
from invoices.refusals import ExampleDiffers, MoneyRefusal
from invoices.statements.statement import amount_of
from tests.invoices.build import cases, name_of


@pytest.mark.parametrize("case", cases("terms"), ids=name_of)
def test_a_fee_by_its_terms(case):
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


few_cents = st.integers(0, 100_000)
percents = st.decimals(0, 200, places=2)
additions = st.one_of(st.builds(Addition, percent=percents), st.builds(Addition, cents=few_cents))


@st.composite
def terms(draw, unit: PriceUnit) -> Terms:
    by_time = unit in BY_TIME
    starts = draw(st.sets(st.integers(1, 600), max_size=3)) if by_time else set()
    ends = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=2)))
    return Terms(
        free_minutes=draw(st.integers(0, 90)) if by_time else 0,
        least_minutes=draw(st.integers(0, 120)) if by_time else 0,
        started_minutes=draw(st.sampled_from([1, 15, 30, 45, 60])) if by_time else 1,
        tiers=tuple(Tier(after_minutes=each, cents=draw(few_cents)) for each in sorted(starts)),
        supplements=draw(
            st.sampled_from([(), ("evening",)]).map(
                lambda names: tuple(
                    Supplement(
                        name=name,
                        addition=Addition(percent=Decimal("15.5")),
                        from_minute=ends[0],
                        to_minute=ends[1],
                    )
                    for name in names
                )
            )
        ),
        roles=(RoleAddition(role="chair", addition=draw(additions)),),
        late_cancellation=(
            LateCancellation(under_minutes=1440, percent=draw(st.decimals(0, 100, places=1))),
        ),
        least_cents=draw(st.integers(0, 500)),
        most_cents=draw(st.one_of(st.none(), st.integers(500, 90_000))),
        half_day_minutes=draw(st.integers(0, 300)) if unit == PriceUnit.DAY else 0,
        caps=draw(st.sampled_from([(), (Cap(per=Period.MONTH, cents=40_000),)])),
        rounding=Rounding(
            cents=draw(st.sampled_from([1, 5, 10, 100])), towards=draw(st.sampled_from(Towards))
        ),
    )


@st.composite
def rates(draw) -> Rate:
    unit = draw(st.sampled_from(PriceUnit))
    return Rate(
        code="any",
        work=Work.ACTIVITY,
        unit=unit,
        cents=draw(few_cents),
        terms=draw(terms(unit)),
    )


hours = st.builds(
    Hours,
    minutes=st.integers(0, 900),
    attended=st.booleans(),
    already_priced=st.booleans(),
    clocks=st.lists(
        st.builds(
            Clock,
            day_kind=st.sampled_from(DayKind),
            starts=st.integers(0, 700),
            ends=st.integers(701, 1440),
        ),
        max_size=2,
    ).map(tuple),
    role=st.sampled_from([None, "chair", "secretary"]),
    notice_minutes=st.one_of(st.none(), st.integers(0, 3000)),
)


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
