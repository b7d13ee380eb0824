"""What was paid too much is an unjust benefit; what cannot be told is left to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.incomes_register.kept_lines import as_kept, as_told, deducted_cents, paid_cents
from invoices.incomes_register.put_right import put_right
from invoices.refusals.incomes_register import CorrectedByHand
from tests.invoices.build_reports import a_fee

MEETING, LECTURE, KILOMETRES, TAX = 210, 214, 311, 402
PAID = (
    a_fee(income_type=MEETING, cents=10_000),
    a_fee(income_type=LECTURE, cents=5_000),
    a_fee(income_type=KILOMETRES, cents=550, kilometres=10),
    a_fee(income_type=TAX, cents=3_000),
)


def told(difference):
    return [
        (line.income_type, line.cents, line.unjust) for line in put_right(PAID, difference)[:-2]
    ]


def test_nothing_changes_without_a_difference():
    assert put_right(PAID, {}) == put_right(PAID, {MEETING: 0}) == PAID


def test_what_was_too_much_is_parted_off():
    assert told({MEETING: -4_000}) == [
        (MEETING, 6_000, False),
        (MEETING, 4_000, True),
        (LECTURE, 5_000, False),
    ]


def test_what_was_wholly_wrong_is_wholly_unjust():
    assert told({LECTURE: -5_000}) == [(MEETING, 10_000, False), (LECTURE, 5_000, True)]


def test_what_was_of_another_kind_changes_its_kind():
    assert told({MEETING: -1_000, LECTURE: 1_000}) == [
        (MEETING, 9_000, False),
        (LECTURE, 6_000, False),
    ]


@pytest.mark.parametrize(
    "difference",
    [
        {MEETING: 1},  # pays more: it is told by its own payment
        {MEETING: -2, LECTURE: 1},
        {KILOMETRES: -55},
        {201: -1},
    ],
)
def test_what_a_person_has_to_say_is_not_guessed(difference):
    with pytest.raises(CorrectedByHand):
        put_right(PAID, difference)


@given(st.integers(0, 10_000), st.integers(0, 5_000))
def test_the_money_that_moved_stays_what_it_was(less_for_meetings, less_for_lectures):
    lines = put_right(PAID, {MEETING: -less_for_meetings, LECTURE: -less_for_lectures})

    assert paid_cents(lines) == paid_cents(PAID)
    assert deducted_cents(lines) == deducted_cents(PAID)
    assert sum(line.cents for line in lines if line.unjust) == less_for_meetings + less_for_lectures
    assert as_told(as_kept(lines)) == lines
