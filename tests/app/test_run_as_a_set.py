"""A run over all rows at once leaves behind what the same run row by row does."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import product

import pytest
from sqlalchemy import text

from app import checks
from app.access import Role
from app.commands.bench import bulk_core, row_by_row
from app.commands.bench.statements import LEFT
from app.database import BEFORE_COMMIT, db
from app.now import at
from app.storage.holding import FIRST_REASON
from app.use_cases import mend_payee, run_statements
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.statements.held import Row, reasons_to_hold
from tests import build, build_money

MOMENT = datetime(2026, 11, 17, 9, tzinfo=UTC)
WORDS = (None, "", "3010")
EITHER = (False, True)
FACTS = {
    "person_number": WORDS,
    "finance_has_data": EITHER,
    "stopped": EITHER,
    "pay_code": WORDS,
    "cost_centre": WORDS,
    "amount_cents": (None, 0, 200_000, 200_001),
    "held_by_finance": EITHER,
    "later_chosen": EITHER,
    "paid_by_bank": EITHER,
    "has_payout_data": EITHER,
    "second_approved_cents": (None, 200_000, 200_001),
    "held_because": (None, "by_finance", "not_priced"),
}


def test_the_first_reason_to_hold_is_that_of_the_rule_whatever_the_facts(app):
    every = [dict(zip(FACTS, facts, strict=True)) for facts in product(*FACTS.values())]
    columns = (
        "n int, person_number text, finance_has_data boolean, stopped boolean, pay_code text,"
        " cost_centre text, amount_cents bigint,"
        " held_by_finance boolean, later_chosen boolean, paid_by_bank boolean,"
        " has_payout_data boolean, second_approved_cents bigint, held_because text"
    )
    question = (
        f"select {FIRST_REASON} from jsonb_to_recordset(cast(:rows as jsonb)) as fact({columns})"
        " order by n"
    )

    rows = json.dumps([{"n": n, **facts} for n, facts in enumerate(every)])
    found = list(db.session.scalars(text(question), {"rows": rows}))

    assert found == [next(iter(reasons_to_hold(Row(**facts))), None) for facts in every]


@pytest.fixture
def month(app):
    """People of every kind, with names and words that are hard to write."""
    common = {"cents": 4000, "pay_code": "3010"}
    caps = [{"per": "month", "cents": 10_000}, {"per": "day", "cents": 6_000}]
    build.a_fee_table(
        {**common, "code": "hour", "work": Work.ACTIVITY},
        {**common, "code": "way", "work": Work.TRAVEL, "terms": {"caps": caps}},
        {**common, "code": "reading", "work": Work.PREPARATION, "given": "lahjakortti"},
    )
    build.a_pay_day("2026-11-30", "2026-11-15")
    finance = build.an_actor(Role.FINANCE)
    _people(finance)
    return finance


def test_all_ways_of_a_run_leave_the_same(month):
    left = [_left_by(way.run_statements, month) for way in (run_statements, row_by_row, bulk_core)]

    assert left[0] == left[1]
    assert left[0] == left[2]


def test_the_oracle_leaves_the_same_of_a_day_begun_on_an_earlier_statement(app):
    day = {"code": "day", "work": Work.ACTIVITY, "unit": PriceUnit.DAY, "cents": 18_000}
    build.a_fee_table(day | {"terms": {"half_day_minutes": 240}})
    build.a_pay_day("2026-11-30", "2026-11-15")
    build.a_pay_day("2026-12-15", "2026-11-20")
    finance, people = build.an_actor(Role.FINANCE), [build.an_expert() for _ in range(3)]
    half = build_money.one_piece(9_000, code="half_day", rate="day")
    piece = {"minutes": 150, **half}
    for person in people[:2]:
        build_money.approved_hours(person, **piece)
    with at(MOMENT):
        run_statements.run_statements(by=finance, month="2026-11")
    later = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for person in (*people, people[0]):
        build_money.approved_hours(person, approved_at=later, **piece)

    ways = (run_statements, row_by_row)
    left = [_left_by(way.run_statements, finance, "2026-12", later) for way in ways]

    assert left[0] == left[1]


def test_the_oracle_holds_the_same_day_that_grew_above_the_sum_of_two(app):
    """Before and behind it stand lines that go, and another day of the same person is cut."""
    caps = [{"per": "month", "cents": 400_000}]
    day = {"code": "day", "work": Work.ACTIVITY, "unit": PriceUnit.DAY, "cents": 220_000}
    build.a_fee_table(day | {"terms": {"half_day_minutes": 240, "caps": caps}})
    build.a_pay_day("2026-11-30", "2026-11-15")
    person = build.an_expert()
    half = build_money.one_piece(110_000, code="half_day", rate="day")
    piece = {"minutes": 150, **half}
    for worked_on in ("2026-11-04", "2026-11-03", "2026-11-03", "2026-11-02"):
        build_money.approved_hours(person, day=worked_on, **piece)
    build_money.approved_kilometres(person)
    finance = build.an_actor(Role.FINANCE)

    left = [_left_by(way.run_statements, finance) for way in (run_statements, row_by_row)]

    assert left[0] == left[1]
    with at(MOMENT):
        run = run_statements.run_statements(by=finance, month="2026-11")
    assert run.held == 2
    assert not any(checks.statements.violations())
    assert checks.settled.find_wrong() is None


def test_the_chain_over_hard_words_holds_when_read_back(month):
    run_statements.run_statements(by=month, month="2026-11")

    assert next(filter(None, checks.statements.violations()), None) is None


def _people(finance):
    names = ('Aino "Annikki"', "Öljy\\mäki", "Tab\tSarkain", "Zoë\x7f", "Šimon 😀")
    people = [build.an_expert(first_name=name) for name in names]
    swedish = build.an_expert(first_name="Åke", language="sv")
    lacking = build.an_expert(first_name="Puuttuu", finance_has_it=False)
    kept_back = build.an_expert(first_name="Selvitetään")
    for person in (*people, swedish, lacking, kept_back):
        for minutes in (45, 95, 120):
            build_money.approved_hours(person, minutes=minutes, cents_an_hour=3270)
        build_money.approved_kilometres(person, purpose='Matka "sinne" \\ ja\n takaisin')
    build_money.approved_hours(people[0], pay_code=None, project_code="P\u2028 1")
    build_money.approved_hours(
        people[1],
        starts_at="2026-10-25 00:15+00",
        ends_at="2026-10-25 03:05+00",
        day="2026-10-25",
    )
    build_money.approved_hours(people[2], **build_money.one_piece(1234, code="meeting"))
    for person, day in product(people[:2], ("2026-10-05", "2026-10-05", "2026-10-07")):
        build_money.approved_hours(person, work=Work.TRAVEL, day=day)
    build_money.approved_hours(people[2], pay_code=None, day="2025-12-31")
    build_money.approved_hours(people[3], work=Work.PREPARATION, given="lahjakortti")
    mend_payee.keep_back(by=finance, expert_id=kept_back.id, reason="Selvitetään.")


def _left_by(run, finance, month="2026-11", moment=MOMENT):
    """All that the run left; then it is undone."""
    left = []

    def look():
        left.extend(list(map(tuple, db.session.execute(text(one)))) for one in LEFT)
        raise Undone

    with at(moment), _last(look), pytest.raises(Undone):
        run(by=finance, month=month)
    return left


@contextmanager
def _last(function):
    BEFORE_COMMIT.append(function)
    try:
        yield
    finally:
        BEFORE_COMMIT.remove(function)


class Undone(Exception):
    pass
