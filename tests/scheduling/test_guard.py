"""A ceiling of income counts by the month of payment, and each fee in the order given."""

from datetime import date

from scheduling.guard import Fee, fitting, month_sums

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
FEES = [
    Fee(1, date(2026, 12, 15), 60_00),
    Fee(2, date(2026, 12, 15), 60_00),
    Fee(3, date(2027, 1, 15), 60_00),
]


def test_the_sum_of_a_month_has_what_was_expected_and_every_fee():
    assert month_sums({DECEMBER: 100_00}, FEES) == {DECEMBER: 220_00, JANUARY: 60_00}


def test_fees_fit_one_after_another_month_by_month():
    assert fitting({DECEMBER: 100_00}, FEES, 160_00) == {1, 3}
    assert fitting({}, FEES, 120_00) == {1, 2, 3}
    assert fitting({DECEMBER: 200_00}, FEES, 160_00) == {3}


def test_a_sum_that_is_just_the_ceiling_fits():
    assert fitting({}, FEES[:1], 60_00) == {1}
