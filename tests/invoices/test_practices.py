"""How organisations pay, in cases that an accountant can read."""

from datetime import date
from decimal import Decimal

import pytest

from invoices.pricing.fee_table import FeeTable, PriceUnit, Rate, Work, rate_for, table_on
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Clock, Hours
from invoices.pricing.terms import (
    Addition,
    Agreed,
    Cap,
    DayKind,
    LateCancellation,
    Period,
    RoleAddition,
    Supplement,
    Terms,
    Tier,
)
from invoices.pricing.terms_data import read_example, read_origin, read_terms, write_example
from invoices.pricing.together import Counted, settle
from invoices.pricing.worked_examples import Example, try_examples, try_out
from invoices.refusals import MoneyRefusal
from invoices.refusals.pricing import NotAgreedYet, TermsContradict
from tests.invoices.build import cases, name_of


@pytest.mark.parametrize("case", cases("practices"), ids=name_of)
def test_an_assignment_comes_to_what_the_decision_of_its_case_pays(case):
    table = FeeTable(
        valid_from=date(2026, 1, 1),
        decision_number="§ 12/2026",
        rates=tuple(map(a_rate, case["rates"])),
    )

    cents = [
        price_hours(worked(each), rate_for(table, Work(each["work"]), None)).cents
        for each in case["work"]
    ]

    assert cents == case["cents"]
    assert sum(cents) == case["total"]


@pytest.mark.parametrize("case", cases("together"), ids=name_of)
def test_entries_that_count_together_come_to_what_their_case_says(case):
    rate = a_rate(
        {"work": "activity", "unit": case["unit"], "cents": case["rate_cents"]}
        | {"terms": case["terms"]}
    )
    entries = [
        Counted(
            entry=f"hour-{number}",
            day=each["day"],
            hours=Hours(minutes=each["minutes"]),
            rate=rate,
            price=price_hours(Hours(minutes=each["minutes"]), rate),
        )
        for number, each in enumerate(case["entries"], start=1)
    ]
    paid = {
        (rate.code, Period(each["per"]), each["of"]): each["cents"]
        for each in case.get("paid_before", ())
    }

    found = settle(entries, paid)

    assert [found[each.entry].cents for each in entries] == case["cents"]


@pytest.mark.parametrize("case", cases("table_changes"), ids=name_of)
def test_the_table_of_the_day_of_work(case):
    tables = [
        FeeTable(
            valid_from=each["valid_from"],
            decision_number="§ 12",
            rates=(a_rate({"work": "activity", "unit": "hour", "cents": each["cents"]}),),
        )
        for each in case["tables"]
    ]

    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            table_on(tables, case["day"])
        assert refusal.value.code == case["refused"]
    else:
        rate = rate_for(table_on(tables, case["day"]), Work.ACTIVITY, None)
        assert price_hours(Hours(minutes=60), rate).cents == case["cents"]


def test_examples_know_the_cap_of_a_day():
    capped = Terms(caps=(Cap(per=Period.DAY, cents=10_000),))
    rate = Rate(code="a", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=4000, terms=capped)

    try_examples(rate, [Example(minutes=120, cents=8000), Example(minutes=600, cents=10_000)])


@pytest.mark.parametrize(
    ("said", "cents"),
    [
        ({}, 5_000),
        ({"starts": 17 * 60}, 5_500),  # the second hour is in the evening
        ({"starts": 9 * 60, "day_kind": DayKind.SUNDAY}, 10_000),
        ({"role": "puheenjohtaja"}, 6_000),
        ({"notice_minutes": 120}, 2_500),
        ({"agreed_cents": 3_000}, 6_000),
    ],
)
def test_an_example_says_when_who_and_what_was_agreed(said, cents):
    terms = Terms(
        agreed=Agreed(from_cents=2_000, to_cents=3_000),
        supplements=(
            Supplement(name="ilta", addition=Addition(percent=Decimal(20)), from_minute=18 * 60),
            Supplement(
                name="sunnuntai",
                addition=Addition(percent=Decimal(100)),
                days=frozenset({DayKind.SUNDAY}),
            ),
        ),
        roles=(RoleAddition(role="puheenjohtaja", addition=Addition(cents=1_000)),),
        late_cancellation=(LateCancellation(under_minutes=1440, percent=Decimal(50)),),
    )
    rate = Rate(code="a", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=2_000, terms=terms)
    example = Example(**{"minutes": 120, "cents": cents, "agreed_cents": 2_500} | said)

    try_examples(rate, [example])

    assert read_example(write_example(example)) == example


def test_a_range_is_tried_with_the_sum_agreed():
    within = Terms(agreed=Agreed(from_cents=10_000, to_cents=60_000))
    rate = Rate(code="a", work=Work.ACTIVITY, unit=PriceUnit.MEETING, cents=10_000, terms=within)

    with pytest.raises(NotAgreedYet) as refusal:
        try_out(rate, Hours(minutes=60))
    assert refusal.value.values == {"from_cents": 10_000, "to_cents": 60_000}
    assert try_out(rate, Hours(minutes=60, agreed_cents=35_000)).cents == 35_000


@pytest.mark.parametrize(
    ("work", "unit", "tiers"),
    [
        (Work.PREPARATION, PriceUnit.LUMP, ()),
        (Work.PREPARATION, PriceUnit.HOUR, ()),
        (Work.ACTIVITY, PriceUnit.HOUR, (Tier(after_minutes=60, cents=1),)),
    ],
)
def test_only_an_activity_of_one_price_is_a_range(work, unit, tiers):
    within = Terms(agreed=Agreed(from_cents=1, to_cents=2), tiers=tiers)

    with pytest.raises(TermsContradict) as refusal:
        Rate(code="a", work=work, unit=unit, cents=1, terms=within)
    assert refusal.value.values == {"field": "agreed"}


def a_rate(said):
    origin = read_origin(said["origin"]) if "origin" in said else None
    return Rate(
        code=said["work"],
        work=Work(said["work"]),
        unit=PriceUnit(said["unit"]),
        cents=said["cents"] if origin is None else origin.cents,
        terms=read_terms(said.get("terms", {})),
        origin=origin,
        given=said.get("given"),
    )


def worked(said):
    clock = said.get("clock")
    return Hours(
        minutes=said["minutes"],
        clocks=(Clock(**clock | {"day_kind": DayKind(clock["day_kind"])}),) if clock else (),
        role=said.get("role"),
        notice_minutes=said.get("notice_minutes"),
        agreed_cents=said.get("agreed_cents"),
    )
