"""A statement sums its rounded lines, keeps its order and is mirrored to zero."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.refusals.statements import CreditOfCredit, EntryTwice, NoLines
from invoices.statements.hash_chain import FIRST, canonical_json, next_hash
from invoices.statements.statement import Number, business_columns, draw_up, mirror
from tests.invoices.build import a_drive, a_heading, a_line, a_statement
from tests.invoices.money_strategies import statements


def test_fees_and_travel_are_summed_apart():
    statement = a_statement(a_line(), a_drive())

    assert (statement.taxable_cents, statement.tax_free_cents) == (6000, 2338)
    assert statement.gross_cents == 8338


def test_lines_stand_by_day_then_work_before_costs():
    later = a_line(entry="hour-9", day=date(2026, 11, 6))
    tenth = a_line(entry="hour-10", day=date(2026, 11, 6))
    reading = a_line(entry="hour-3", kind="preparation")

    statement = a_statement(tenth, later, a_drive(), a_line(), reading)

    assert [line.entry for line in statement.lines] == [
        "hour-3",
        "hour-1",
        "expense-1",
        "hour-9",
        "hour-10",
    ]
    assert [line.position for line in statement.lines] == [1, 2, 3, 4, 5]


def test_an_empty_statement_is_refused():
    with pytest.raises(NoLines):
        draw_up(a_heading(), [])


def test_an_entry_is_paid_once():
    with pytest.raises(EntryTwice):
        a_statement(a_line(), a_line())


def test_a_number_is_printed_with_its_year():
    assert str(Number(year=2026, serial=123)) == "2026-000123"
    assert str(Number(year=2026, serial=1_234_567)) == "2026-1234567"
    assert str(Number(year=2027, serial=1, series="N")) == "N-2027-000001"


@given(statements())
def test_the_total_is_the_sum_of_the_rounded_lines(statement):
    assert statement.gross_cents == sum(line.amount_cents for line in statement.lines)
    assert statement.gross_cents == statement.taxable_cents + statement.tax_free_cents


@given(statements(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_come_does_not_matter(statement, random):
    lines = list(statement.lines)
    random.shuffle(lines)

    assert draw_up(statement.heading, lines) == statement


@given(statements())
def test_a_credit_returns_every_line_to_zero(statement):
    credit = mirror(
        statement,
        number=Number(year=2026, serial=2),
        issued_on=date(2026, 12, 2),
        pay_on=date(2026, 12, 15),
    )

    assert credit.heading.credits == statement.heading.number
    for line, mirrored in zip(statement.lines, credit.lines, strict=True):
        assert line.amount_cents + mirrored.amount_cents == 0


def test_a_credit_is_not_credited():
    credit = a_statement(credits=Number(year=2026, serial=1), serial=2)

    with pytest.raises(CreditOfCredit):
        mirror(
            credit,
            number=Number(year=2026, serial=3),
            issued_on=date(2026, 12, 3),
            pay_on=date(2026, 12, 15),
        )


def test_canonical_json_has_one_spelling():
    assert canonical_json({"b": [1, None], "a": "Å", "day": date(2026, 1, 2)}) == (
        '{"a":"Å","b":[1,null],"day":"2026-01-02"}'.encode()
    )


def test_a_float_has_no_place_in_a_statement():
    with pytest.raises(TypeError):
        canonical_json({"gross": 86.0})


def test_a_hash_covers_every_column_of_heading_and_line():
    statement = a_statement()
    original = next_hash(FIRST, business_columns(statement))

    for name in business_columns(statement).keys() - {"lines"}:
        changed = {**business_columns(statement), name: "changed"}
        assert next_hash(FIRST, changed) != original, name
    for name in business_columns(statement)["lines"][0]:
        columns = business_columns(statement)
        columns["lines"][0][name] = "changed"
        assert next_hash(FIRST, columns) != original, name


def test_a_hash_depends_on_the_one_before():
    columns = business_columns(a_statement())

    assert next_hash(FIRST, columns) != next_hash("1" * 64, columns)


def test_a_statement_is_a_copy_that_nothing_changes():
    statement = a_statement()

    changed = replace(statement.lines[0], purpose="other")

    assert statement.lines[0].purpose != changed.purpose
