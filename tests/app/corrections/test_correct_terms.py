"""Terms or examples of a price found wrong: what followed from them is put right."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app import checks
from app.readings.repriced import RightPrice, wrong_by_price
from app.readings.what_moves import moves
from app.storage import fee_tables, settled_lines, statements
from app.use_cases.run_single import run_single
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.terms import (
    Addition,
    Cap,
    Period,
    Rounding,
    Supplement,
    Terms,
    Tier,
    Towards,
)
from invoices.pricing.worked_examples import Example
from invoices.refusals.pricing import ExampleDiffers
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds, foreseen, in_force, mend_price, moved

CAPPED = {"caps": [{"per": "month", "cents": 10_000}]}


@pytest.fixture
def rate(finance):
    [table] = fee_tables.all_tables()
    return next(rate for rate in table.rates if rate.work == Work.ACTIVITY)


TERMS = {
    "rounding": (Terms(rounding=Rounding(cents=1000, towards=Towards.UP)), 1000),
    "tier": (Terms(tiers=(Tier(after_minutes=60, cents=6000),)), 2000),
    "most": (Terms(most_cents=5000), -3000),
    "least": (Terms(least_cents=9000), 1000),
    "started": (Terms(started_minutes=180), 4000),
    "cap of a month": (Terms(caps=(Cap(per=Period.MONTH, cents=7000),)), -1000),
}


@pytest.mark.parametrize("term", TERMS)
def test_wrong_terms_are_put_right_after_payment(finance, rate, term):
    terms, difference = TERMS[term]
    build_money.approved_hours(build.an_expert(), minutes=119 if term == "rounding" else 120)
    story.paid(finance[0])
    if term == "rounding":  # 79,33 € becomes 80 €
        difference = 67

    looked = foreseen(rate, terms=terms)
    mend_price(finance, rate, cents=4000, terms=terms)

    assert looked == moved() == [difference]
    assert fee_tables.get_rate(rate.id).values().terms == terms
    everything_holds()
    assert checks.settled.find_wrong() is None


def test_a_supplement_that_was_forgotten_is_paid_as_the_difference(finance, rate):
    supplement = Supplement(name="tuesday", addition=Addition(percent=Decimal(50)))
    starts = datetime(2026, 11, 3, 8, tzinfo=UTC)
    build_money.approved_hours(
        build.an_expert(), starts_at=starts, ends_at=starts + timedelta(hours=2)
    )
    story.paid(finance[0])
    terms = Terms(supplements=(supplement,))

    looked = foreseen(rate, terms=terms)
    mend_price(finance, rate, cents=4000, terms=terms)

    assert looked == moved() == [4000]
    everything_holds()


def test_a_cap_taken_away_pays_what_it_cut_statement_by_statement(finance):
    rate = in_force({"code": "hour", "cents": 4000, "terms": CAPPED})
    expert = build.an_expert()
    for day in ("2026-11-03", "2026-11-04"):
        build_money.approved_hours(expert, day=day)
    story.paid(finance[0])
    build_money.approved_hours(expert, day="2026-11-05")
    run_single(by=finance[0], expert_id=expert.id)

    looked = foreseen(rate, terms=Terms())
    mend_price(finance, rate, cents=4000, terms=Terms())

    assert looked == [6000, 8000]
    issued = [one.total_cents for one in statements.all_issued()]
    assert issued == [10_000, 0, 0, 6_000, 8_000]
    everything_holds()
    assert checks.settled.find_wrong() is None


@pytest.fixture
def many(finance):
    """A person paid under a cap of the month, one by another price, and one by both, thrice."""
    table = build.a_fee_table(
        {"code": "hour", "work": Work.ACTIVITY, "cents": 4000, "terms": CAPPED},
        {"code": "reading", "work": Work.PREPARATION, "cents": 4000},
        valid_from="2026-01-02",
    )
    step = {"code": "hourly", "rate": "reading", "minutes": 120, "rate_cents": 4000, "cents": 8000}
    reading = {"work": Work.PREPARATION, "breakdown": [step]}
    people = [build.an_expert() for _ in range(3)]
    own = [[{}], [reading], [{}, reading]]
    for person, works in zip(people, own, strict=True):
        for day in ("2026-11-03", "2026-11-04"):
            for work in works:
                build_money.approved_hours(person, day=day, **work)
    story.paid(finance[0])
    for person in people:
        build_money.approved_hours(
            person, day="2026-11-05", **(reading if person == people[1] else {})
        )
        run_single(by=finance[0], expert_id=person.id)
    return next(rate for rate in table.rates if rate.code == "hour"), people


def test_only_people_paid_by_such_prices_are_read(many, monkeypatch):
    rate, people = many
    right = RightPrice(4000, Terms())
    few = wrong_by_price(rate.id, right)
    looked = moves(few)
    read = settled_lines.work_lines(settled_lines.people_with(few.codes))

    everybody = {each.id for each in people}
    monkeypatch.setattr(settled_lines, "people_with", lambda codes: everybody)
    whole = settled_lines.work_lines
    monkeypatch.setattr(settled_lines, "work_lines", lambda people: whole())

    assert few == wrong_by_price(rate.id, right)
    assert looked == moves(few)
    assert [one.difference_cents for one in looked] == [6000, 8000, 6000, 8000]
    assert {line.expert_id for line in read} == everybody - {people[1].id}
    assert len(read) == len(whole()) - 3


def test_a_wrong_length_of_a_day_moves_the_statement_that_carries_the_rest(finance):
    day = {"code": "day", "unit": PriceUnit.DAY, "cents": 18_000}
    rate = in_force(day | {"terms": {"half_day_minutes": 240}})
    expert = build.an_expert()
    half = build_money.one_piece(9_000, code="half_day", rate="day")
    piece = {"minutes": 150, "day": "2026-11-03", **half}
    build_money.approved_hours(expert, **piece)
    story.paid(finance[0])
    build_money.approved_hours(expert, **piece)
    run_single(by=finance[0], expert_id=expert.id)
    right = Terms(half_day_minutes=300)

    looked = foreseen(rate, cents=18_000, terms=right)
    mend_price(finance, rate, cents=18_000, terms=right)

    assert looked == [-9_000]
    assert [one.total_cents for one in statements.all_issued()] == [9_000, 9_000, -9_000, 0]
    everything_holds()
    assert checks.settled.find_wrong() is None


def test_the_worked_examples_are_tried_anew(finance):
    rate = in_force({"code": "hour", "cents": 4000, "examples": [{"minutes": 60, "cents": 4000}]})

    with pytest.raises(ExampleDiffers):
        mend_price(finance, rate, cents=5000)
    mend_price(finance, rate, cents=5000, examples=[Example(minutes=60, cents=5000)])

    assert fee_tables.get_rate(rate.id).examples == [{"minutes": 60, "cents": 5000}]
