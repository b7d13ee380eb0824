"""The person's own ceiling of income, by the month of payment; only she ever sees the figure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

# Before work that brings more than this in one payment month everybody is asked first, with a
# ceiling or without: otherwise one very large request would tell who has set one.
EVERYDAY_CENTS = 300_00


class Fee(NamedTuple):
    """One more fee that would come in the payment month of `pay_day`."""

    id: int
    pay_day: date
    cents: int


def month_of(pay_day: date) -> date:
    """The payment month, named by its first day."""
    return pay_day.replace(day=1)


def month_sums(expected_cents: Mapping[date, int], fees: Iterable[Fee]) -> dict[date, int]:
    """What comes in each month of the fees when all of them come."""
    sums: dict[date, int] = {}
    for fee in fees:
        month = month_of(fee.pay_day)
        sums[month] = sums.get(month, expected_cents.get(month, 0)) + fee.cents
    return sums


def fitting(
    expected_cents: Mapping[date, int], fees: Iterable[Fee], ceiling_cents: int
) -> frozenset[int]:
    """The fees that stay within the ceiling, when taken in the order given.

    expected_cents   gross already expected, by the first day of the payment month
    """
    expected, fits = dict(expected_cents), set()
    for fee in fees:
        month = month_of(fee.pay_day)
        together = expected.get(month, 0) + fee.cents
        if together <= ceiling_cents:
            expected[month] = together
            fits.add(fee.id)
    return frozenset(fits)
