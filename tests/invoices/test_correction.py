"""A correction takes lines back and carries the right ones; only the difference moves."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.refusals.corrections import NoSuchLine, NothingChanges
from invoices.refusals.statements import CreditOfCredit
from invoices.statements.correction import Mend, correct, measure_of, mend_lines
from invoices.statements.statement import (
    Number,
    Statement,
    amount_of,
    business_columns,
    mirror,
    mirrored,
)
from invoices.statements.verify import find_wrong_amount, find_wrong_mirror, find_wrong_positions
from tests.invoices.build import a_drive, a_heading, a_line, a_statement
from tests.invoices.money_strategies import statements

NEXT = {
    "number": Number(year=2026, serial=2),
    "issued_on": date(2026, 12, 20),
    "month": "2027-01",
    "pay_on": date(2027, 1, 15),
}


def a_mend(position=1, quantity=120, price_cents=4000, measure="minutes") -> Mend:
    return Mend(position=position, measure=measure, quantity=quantity, price_cents=price_cents)


def corrected(statement: Statement, *mends: Mend) -> Statement:
    return correct(statement, mend_lines(statement.lines, mends), **NEXT)


def test_missing_time_is_paid_as_the_difference():
    statement = a_statement(a_line(quantity=90), a_drive())

    document = corrected(statement, a_mend(quantity=120))

    assert document.gross_cents == 2000
    assert [line.amount_cents for line in document.lines] == [-6000, -2338, 8000, 2338]
    assert document.heading.corrects == statement.heading.number
    assert document.heading.pay_on == date(2027, 1, 15)


def test_what_was_booked_wrong_moves_no_money():
    statement = a_statement(a_line(quantity=90, project_code="OLD"))

    document = corrected(
        statement, replace(a_mend(quantity=90), cost_centre="21400", project_code="")
    )

    assert document.gross_cents == 0
    booked = [(line.amount_cents, line.cost_centre, line.project_code) for line in document.lines]
    assert booked == [(-6000, "10250", "OLD"), (6000, "21400", "")]


def test_too_much_time_comes_below_zero():
    assert corrected(a_statement(a_line(quantity=90)), a_mend(quantity=0)).gross_cents == -6000


def test_a_corrected_line_says_what_it_was_and_what_its_entry_came_to():
    line = a_line(breakdown=({"code": "hourly", "rate": "activity"},))

    [_, right] = corrected(a_statement(line), a_mend()).lines

    assert right.breakdown == (
        {"code": "corrected", "cents": 6000, "alone_cents": 6000, "rate": "activity"},
    )


def test_a_correction_is_corrected_by_its_right_lines_only():
    first = corrected(a_statement(a_line(quantity=90)), a_mend(quantity=120))
    standing = Statement(first.heading, first.lines[1:])

    second = correct(
        standing,
        mend_lines(standing.lines, [a_mend(position=2, quantity=60)]),
        **NEXT | {"number": Number(year=2026, serial=3)},
    )

    assert (first.gross_cents, second.gross_cents) == (2000, -4000)


def test_lines_that_stay_as_they_are_are_no_correction():
    with pytest.raises(NothingChanges):
        corrected(a_statement(a_line(quantity=90)), a_mend(quantity=90))


@pytest.mark.parametrize(
    "mend", [a_mend(position=9), a_mend(measure="pieces"), a_mend(measure="kilometre_tenths")]
)
def test_only_a_line_that_is_there_is_mended_in_its_own_measure(mend):
    with pytest.raises(NoSuchLine):
        corrected(a_statement(a_line()), mend)


def test_what_was_waived_is_not_paid_later():
    line = a_line(price_cents=0, amount_cents=0, waived=True)

    with pytest.raises(NoSuchLine):
        corrected(a_statement(line), a_mend())


def test_a_credit_is_not_corrected():
    credit = Statement(a_heading(credits=Number(year=2026, serial=1)), a_statement().lines)

    with pytest.raises(CreditOfCredit):
        correct(credit, [], **NEXT)


def test_a_statement_without_corrections_hashes_as_before():
    columns = business_columns(a_statement())

    assert "corrects" not in columns
    assert "credits" in columns


@st.composite
def mended(draw):
    statement = draw(statements())
    lines = [line for line in statement.lines if not line.waived]
    mends = [
        Mend(
            position=line.position,
            measure=measure_of(line),
            quantity=draw(st.integers(0, 3000)),
            price_cents=draw(st.integers(0, 90_000)),
        )
        for line in lines
    ]
    return statement, mends


@given(mended())
def test_only_the_difference_moves_and_everything_is_recomputed_as_stored(given):
    statement, mends = given
    exact = sum(
        amount_of(mend.quantity, statement.lines[mend.position - 1].unit, mend.price_cents)
        for mend in mends
    )
    try:
        document = corrected(statement, *mends)
    except NothingChanges:
        assert exact == statement.gross_cents
        return

    assert document.gross_cents == exact - statement.gross_cents
    assert find_wrong_amount(document) is None
    assert find_wrong_positions(document) is None
    assert find_wrong_mirror(statement.lines, document, is_credit=False) is None


@given(statements())
def test_crediting_returns_to_zero_and_is_recomputed_as_stored(statement):
    credit = mirror(
        statement, number=NEXT["number"], issued_on=NEXT["issued_on"], pay_on=NEXT["pay_on"]
    )

    assert statement.gross_cents + credit.gross_cents == 0
    assert statement.taxable_cents + credit.taxable_cents == 0
    assert find_wrong_amount(credit) is None
    assert find_wrong_mirror(statement.lines, credit, is_credit=True) is None


def test_a_mirror_that_is_not_exact_is_found():
    statement = a_statement(a_line(quantity=90), a_drive())
    lines = [mirrored(line) for line in statement.lines]
    other = Statement(a_heading(2), (lines[0], mirrored(a_drive(quantity=424))))
    longer = Statement(a_heading(2), (*lines, a_line(entry="hour-9")))

    assert find_wrong_mirror(statement.lines, other, is_credit=True).code == "wrong_mirror"
    assert find_wrong_mirror(statement.lines, longer, is_credit=True).code == "wrong_mirror"
    assert find_wrong_mirror(statement.lines, longer, is_credit=False) is None
