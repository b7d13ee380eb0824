"""Whatever is changed after issue is found, and what is right is left in peace."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.statements.hash_chain import chain
from invoices.statements.statement import Line, Number, Statement, business_columns
from invoices.statements.verify import (
    find_broken_chain,
    find_gap,
    find_wrong_amount,
    find_wrong_order,
    find_wrong_positions,
    find_wrong_total,
)
from tests.invoices.build import a_drive, a_line, a_statement
from tests.invoices.money_strategies import several_statements, statements


def stored(issued):
    return list(zip(issued, chain(map(business_columns, issued)), strict=True))


@given(statements())
def test_recomputation_equals_what_was_stored(statement):
    assert find_wrong_amount(statement) is None
    assert find_wrong_positions(statement) is None


@pytest.mark.parametrize(
    "change", [{"amount_cents": 6001}, {"quantity": 91}, {"price_cents": 4001}, {"waived": True}]
)
def test_a_changed_line_is_found(change):
    statement = a_statement()
    changed = Statement(
        statement.heading, (replace(statement.lines[0], **change), *statement.lines[1:])
    )

    violation = find_wrong_amount(changed)

    assert (violation.code, violation.number) == ("wrong_amount", "2026-000001")
    assert violation.found["position"] == 1


@pytest.mark.parametrize("name", ["taxable_cents", "tax_free_cents", "gross_cents"])
def test_a_changed_total_is_found(name):
    right = {"taxable_cents": 6000, "tax_free_cents": 2338, "gross_cents": 8338}

    assert find_wrong_total(a_statement(), **right) is None
    assert find_wrong_total(a_statement(), **{**right, name: 1}).code == "wrong_total"


def test_a_missing_position_is_found():
    statement = a_statement()

    assert find_wrong_positions(Statement(statement.heading, statement.lines[1:]))


@pytest.mark.parametrize(
    ("serials", "wrong"), [([], None), ([1, 2, 3], None), ([3, 1], 3), ([2], 2), ([1, 1], 1)]
)
def test_numbers_have_no_gap_and_no_double(serials, wrong):
    violation = find_gap(Number(year=2026, serial=serial) for serial in serials)

    assert (violation and violation.number) == (wrong and f"2026-{wrong:06d}")


def test_numbers_follow_the_days_of_issue():
    first = a_statement(serial=1, issued_on=date(2026, 12, 2))
    second = a_statement(serial=2, issued_on=date(2026, 12, 1))

    assert find_wrong_order([second, first]).number == "2026-000002"
    assert find_wrong_order([first, replace(second, heading=first.heading)]) is None


@given(several_statements())
def test_an_untouched_chain_holds(issued):
    assert find_broken_chain(stored(issued)) is None


@given(several_statements(), st.data())
def test_any_change_of_any_line_breaks_the_chain_there(issued, data):
    rows = stored(issued)
    place = data.draw(st.integers(0, len(rows) - 1))
    statement, digest = rows[place]
    column = data.draw(st.sampled_from([column.name for column in fields(Line)]))
    changed = replace(statement.lines[0], **{column: _other(getattr(statement.lines[0], column))})

    rows[place] = (Statement(statement.heading, (changed, *statement.lines[1:])), digest)

    assert find_broken_chain(rows).number == str(statement.heading.number)


def test_a_removed_or_swapped_statement_breaks_the_chain():
    issued = [a_statement(a_line(), serial=1), a_statement(a_drive(), serial=2)]
    first, second = stored(issued)

    assert find_broken_chain([second])
    assert find_broken_chain([second, first])


def _other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value.replace(year=value.year - 1, day=1)
    return value + 1 if isinstance(value, int) else f"{value}x"
