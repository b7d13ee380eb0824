"""What the database refuses of statements whoever asks: other lines, numbers, runs and counters."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.access import Role
from app.database import db, transaction
from app.use_cases.run_statements import run_statements
from tests import build, build_money


@pytest.fixture
def issued(app):
    """A month of two people, one with more lines than the other."""
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    for minutes in ((45, 95), (120,)):
        person = build.an_expert()
        for each in minutes:
            build_money.approved_hours(person, minutes=each)
    run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")


TOUCHED = text("update statements set pdf_sha256 = pdf_sha256")
ANOTHER_LINE = text(
    "insert into statement_lines (organisation_id, statement_id, position, hour_entry_id,"
    " is_live, kind, title, pay_code, day, quantity, unit, unit_cents, amount_cents,"
    " is_taxable, breakdown)"
    " select organisation_id, statement_id, 1 + max(position), max(hour_entry_id), false,"
    " 'activity', '', '', '2026-11-03', 60, 'hour', 8000, 8000, true, '[]' from statement_lines"
    " group by 1, 2 limit 1"
)


@pytest.mark.parametrize("before", [(), (TOUCHED,)])
def test_a_line_comes_only_with_its_statement(issued, before):
    """Not with one that stood and is changed together with it."""
    with pytest.raises(IntegrityError, match="sum_of_its_lines"):
        _done(*before, ANOTHER_LINE)


def test_a_statement_that_stands_may_change_without_a_line(issued):
    """The control: what is refused above is the line."""
    assert _done(TOUCHED) > 0


@pytest.mark.parametrize(
    "other_use", ["update statement_counters set year = year + 1", "delete from statement_counters"]
)
def test_a_counter_counts_what_it_was_made_to_count(issued, other_use):
    with pytest.raises(ProgrammingError, match="permission denied"):
        _done(text(other_use))


def _done(*statements):
    """In one transaction; how many rows the last one changed."""
    with transaction():
        return [db.session.execute(each).rowcount for each in statements][-1]


ONE_MORE = text(
    "insert into statements (organisation_id, run_id, expert_id, kind, series, year, number, state,"
    " language, payer_name, payee_name, payroll_number, month, pay_on, fee_cents, tax_free_cents,"
    " total_cents, issued_at, issued_by, previous_hash, hash)"
    " select organisation_id, run_id, expert_id, kind, series, year, number + 1, state,"
    " language, payer_name, payee_name, payroll_number, month, pay_on, fee_cents, tax_free_cents,"
    " total_cents, issued_at, issued_by, previous_hash, hash from statements"
    " order by number desc limit 1"
)
NEXT_NUMBER = text("update statement_counters set last_number = last_number + 1")
ITS_LINES = text(
    "insert into statement_lines (organisation_id, statement_id, position, hour_entry_id,"
    " expense_entry_id, is_live, kind, title, pay_code, day, quantity, unit, unit_cents,"
    " amount_cents, is_taxable, breakdown)"
    " select line.organisation_id, (select max(id) from statements), position, hour_entry_id,"
    " expense_entry_id, false, line.kind, title, pay_code, day, quantity, unit, unit_cents,"
    " amount_cents + :more, is_taxable, breakdown from statement_lines as line"
    " where statement_id = (select max(statement_id) from statement_lines)"
)


@pytest.mark.parametrize("number", ["number + 1", "0", "-1"])
def test_a_statement_has_a_number_that_its_counter_gave(issued, number):
    with pytest.raises(IntegrityError, match="has_a_number_given"), transaction():
        db.session.execute(text(str(ONE_MORE).replace("number + 1", number)))


@pytest.mark.parametrize(
    "steps",
    [
        [(NEXT_NUMBER, {})],
        [(NEXT_NUMBER, {}), (ONE_MORE, {})],
        [(NEXT_NUMBER, {}), (ONE_MORE, {}), (ITS_LINES, {"more": 1})],
    ],
    ids=["without a statement", "without lines", "with lines of another sum"],
)
def test_no_number_is_given_to_what_is_not_the_sum_of_its_lines(issued, steps):
    with pytest.raises(IntegrityError, match="sum_of_its_lines"):
        _do(steps)


def test_a_number_is_given_to_the_sum_of_its_lines(issued):
    """The control of the two above."""
    _do([(NEXT_NUMBER, {}), (ONE_MORE, {}), (ITS_LINES, {"more": 0})])


@pytest.mark.parametrize("column", ["run_id", "issued_by"])
def test_a_statement_is_of_a_run_and_somebody_issued_it(issued, column):
    into, select, values = str(ONE_MORE).partition(" select ")
    nobody = text(into + select + values.replace(column, "999999", 1))

    with pytest.raises(IntegrityError, match="is_of_a_run"):
        _do([(NEXT_NUMBER, {}), (nobody, {})])


@pytest.mark.parametrize("step", ["delete from", "update"])
def test_a_run_stays_while_it_has_statements(issued, step):
    away = f"{step} statement_runs" + (" set id = id + 1000" if step == "update" else "")

    with pytest.raises(IntegrityError, match="is_of_a_run"), transaction():
        db.session.execute(text(away))


def _do(steps):
    with transaction():
        for question, values in steps:
            db.session.execute(question, values)
