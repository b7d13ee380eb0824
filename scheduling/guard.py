"""The person's own ceiling of income, by the month of payment; only she ever sees the figure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Fee(NamedTuple):
    """One more fee that would come in the payment month of `pay_day`."""

    id: int
    pay_day: date
    cents: int


def month_of(pay_day: date) -> date:
    """The payment month, named by its first day."""
    return pay_day.replace(day=1)


def goes_over(
    expected_cents: Mapping[date, int], *, pay_day: date, fee_cents: int, ceiling_cents: int | None
) -> bool:
    """Whether one more fee takes the payment month over the ceiling.

    expected_cents   gross already expected, by the first day of the payment month
    ceiling_cents    None: the person has set none
    """
    if ceiling_cents is None:
        return False
    return expected_cents.get(month_of(pay_day), 0) + fee_cents > ceiling_cents


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
    """The fees that stay within the ceiling, when taken in the order given."""
    expected, fits = dict(expected_cents), set()
    for fee in fees:
        over = goes_over(
            expected, pay_day=fee.pay_day, fee_cents=fee.cents, ceiling_cents=ceiling_cents
        )
        if not over:
            month = month_of(fee.pay_day)
            expected[month] = expected.get(month, 0) + fee.cents
            fits.add(fee.id)
    return frozenset(fits)
