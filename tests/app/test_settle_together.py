"""Prices that count several entries of one person: what a payroll period makes of them."""

import pytest
from sqlalchemy import text

from app import checks, create_app
from app.access import Role
from app.database import acting_in, current_organisation, db
from app.readings import payroll_period, settle_together
from app.storage import invariants, statements
from app.use_cases.ask_correction import ask_credit
from app.use_cases.credit_statement import credit
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from invoices.pricing.fee_table import PriceUnit, Work
from tests import build, build_money
from tests.by_hand import by_hand


@pytest.fixture
def finance(app):
    build.a_pay_day("2026-11-30", "2026-11-15")
    build.a_pay_day("2026-12-15", "2026-11-20")
    return build.an_actor(Role.FINANCE)


def at_most_100_euros_a_month():
    terms = {"caps": [{"per": "month", "cents": 10_000}]}
    build.a_fee_table({"code": "hour", "work": Work.ACTIVITY, "cents": 4000, "terms": terms})


def amounts(run):
    [issued] = statements.of_run(run.id)
    return [line.amount_cents for line in issued.values().lines]


def holds():
    assert checks.settled.find_wrong() is None
    assert invariants.first_broken() is None
    assert not any(checks.statements.violations())


def test_what_goes_over_the_most_of_a_month_is_cut_and_told(finance):
    at_most_100_euros_a_month()
    expert = build.an_expert()
    for day in ("2026-11-03", "2026-11-04"):
        build_money.approved_hours(expert, minutes=120, day=day)

    foreseen = payroll_period.look_ahead(
        payroll_period.next_period().cut_off_on, payroll_period.prices()
    )
    run = run_statements(by=finance, month="2026-11")

    assert amounts(run) == [8_000, 2_000]
    assert foreseen.total_cents == run.total_cents == 10_000
    [issued] = statements.of_run(run.id)
    cut = issued.values().lines[1].breakdown
    assert [step["code"] for step in cut] == ["hourly", "cap", "settled"]
    holds()


def test_what_an_earlier_run_paid_counts_within_the_same_month_of_work(finance):
    at_most_100_euros_a_month()
    expert = build.an_expert()
    build_money.approved_hours(expert, minutes=120)
    first = run_statements(by=finance, month="2026-11")
    build_money.approved_hours(expert, minutes=120, approved_at="2026-11-20 12:00+00")
    build_money.approved_hours(
        expert, minutes=120, approved_at="2026-11-20 12:00+00", day="2026-10-20"
    )

    second = run_statements(by=finance, month="2026-12")

    assert amounts(first) == [8_000]
    assert amounts(second) == [8_000, 2_000]
    holds()


def a_day_is_180_euros():
    """Half of it up to four hours."""
    terms = {"half_day_minutes": 240}
    price = {"code": "day", "work": Work.ACTIVITY, "unit": PriceUnit.DAY, "cents": 18_000}
    build.a_fee_table(price | {"terms": terms})


def a_piece(expert, minutes=150, **changes):
    """Of a day by its length."""
    cents, code = (9_000, "half_day") if minutes <= 240 else (18_000, "day")
    priced = build_money.one_piece(cents, code=code, rate="day")
    return build_money.approved_hours(expert, minutes=minutes, **(priced | changes))


LATER = "2026-11-20 12:00+00"  # after the cut-off of November's run


def test_the_pieces_of_a_day_make_one_day(finance):
    a_day_is_180_euros()
    expert = build.an_expert()
    for _ in range(2):
        a_piece(expert)

    run = run_statements(by=finance, month="2026-11")

    assert amounts(run) == [18_000, 0]
    holds()


@pytest.mark.parametrize(
    ("first", "second", "paid"),
    [(150, 150, [9_000, 9_000]), (300, 100, [18_000, 0]), (100, 300, [9_000, 9_000])],
)
def test_a_day_begun_on_an_earlier_statement_gets_only_the_rest_of_its_fee(
    finance, first, second, paid
):
    a_day_is_180_euros()
    expert = build.an_expert()
    a_piece(expert, first)
    before = run_statements(by=finance, month="2026-11")
    a_piece(expert, second, approved_at=LATER)
    foreseen = payroll_period.look_ahead(
        payroll_period.next_period().cut_off_on, payroll_period.prices()
    )

    after = run_statements(by=finance, month="2026-12")

    assert amounts(before) + amounts(after) == paid
    assert foreseen.total_cents == after.total_cents
    holds()


def test_a_day_credited_and_issued_anew_still_comes_to_one_day(finance):
    a_day_is_180_euros()
    expert = build.an_expert()
    a_piece(expert, 300)
    [wrong] = statements.of_run(run_statements(by=finance, month="2026-11").id)
    a_piece(expert, 300, approved_at=LATER)
    second = run_statements(by=finance, month="2026-12")
    asked = ask_credit(by=finance, statement_id=wrong.id, reason="Väärä kustannuspaikka")
    credit(by=build.an_actor(Role.FINANCE), correction_id=asked.id)
    third = build.an_expert()
    a_piece(third, 300)

    anew = run_single(by=finance, expert_id=expert.id)
    of_another = run_single(by=finance, expert_id=third.id)

    assert amounts(second) == [0]
    assert (anew.total_cents, of_another.total_cents) == (18_000, 18_000)
    holds()


def test_a_day_paid_twice_is_found(finance, monkeypatch):
    a_day_is_180_euros()
    expert = build.an_expert()
    a_piece(expert, 300)
    run_statements(by=finance, month="2026-11")
    a_piece(expert, 300, approved_at=LATER)
    with monkeypatch.context() as broken:
        broken.setattr(settle_together, "days_of", lambda people: set())
        second = run_statements(by=finance, month="2026-12")

    assert amounts(second) == [18_000]
    assert checks.settled.find_wrong().cents == 18_000


def test_another_persons_work_is_not_counted(finance):
    at_most_100_euros_a_month()
    for _ in range(2):
        build_money.approved_hours(build.an_expert(), minutes=120)

    run = run_statements(by=finance, month="2026-11")

    assert run.total_cents == 16_000


def test_a_cap_that_somebody_changed_by_hand_is_found(finance, config):
    at_most_100_euros_a_month()
    expert = build.an_expert()
    for day in ("2026-11-03", "2026-11-04"):
        build_money.approved_hours(expert, minutes=120, day=day)
    run = run_statements(by=finance, month="2026-11")
    [issued] = statements.of_run(run.id)
    statement_id, organisation_id = issued.id, current_organisation()
    assert checks.settled.find_wrong() is None

    # Every sum agrees with every other: only working it out anew shows it.
    with create_app(config, as_owner=True).app_context(), acting_in(organisation_id):
        with by_hand():
            db.session.execute(text("set local session_replication_role = replica"))
        for change in (
            "statement_lines set amount_cents = 3000, unit_cents = 3000 where amount_cents = 2000",
            "statements set fee_cents = 11000, total_cents = 11000 where fee_cents = 10000",
        ):
            mine = text(f"update {change} and organisation_id = :mine")
            assert db.session.execute(mine, {"mine": organisation_id}).rowcount == 1
        assert checks.settled.find_wrong().statement_id == statement_id
        db.session.rollback()
        db.engine.dispose()


def test_what_was_credited_later_still_counted_when_the_next_was_issued(finance):
    at_most_100_euros_a_month()
    expert = build.an_expert()
    build_money.approved_hours(expert, minutes=120)
    first = run_statements(by=finance, month="2026-11")
    build_money.approved_hours(expert, minutes=120, approved_at="2026-11-20 12:00+00")
    run_statements(by=finance, month="2026-12")
    [issued] = statements.of_run(first.id)
    asked = ask_credit(by=finance, statement_id=issued.id, reason="Väärä päivä")
    credit(by=build.an_actor(Role.FINANCE), correction_id=asked.id)

    assert checks.settled.find_wrong() is None


@pytest.mark.parametrize("before", [[], [{"per": "year", "cents": 9_000}]], ids=["none", "lower"])
def test_a_cap_decided_within_the_year_counts_what_was_done_before_it(finance, before):
    for valid_from, caps in (
        ("2026-01-01", before),
        ("2026-11-04", [{"per": "year", "cents": 10_000}]),
    ):
        price = {"code": "hour", "work": Work.ACTIVITY, "cents": 4000, "terms": {"caps": caps}}
        build.a_fee_table(price if caps else price | {"terms": {}}, valid_from=valid_from)
    expert = build.an_expert()
    for day in ("2026-11-03", "2026-11-04"):
        build_money.approved_hours(expert, minutes=120, day=day)

    run = run_statements(by=finance, month="2026-11")

    assert amounts(run) == [8_000, 2_000]
    holds()


def test_a_day_without_a_half_is_paid_once_too(finance):
    build.a_fee_table(
        {"code": "day", "work": Work.ACTIVITY, "unit": PriceUnit.DAY, "cents": 18_000}
    )
    expert = build.an_expert()
    whole = build_money.one_piece(18_000, code="day", rate="day")
    for _ in range(2):
        build_money.approved_hours(expert, minutes=150, **whole)

    run = run_statements(by=finance, month="2026-11")

    assert amounts(run) == [18_000, 0]
    holds()
