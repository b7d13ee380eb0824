"""The person's own ceiling of income, by the month of payment; only she ever sees the figure."""

from collections.abc import Mapping
from datetime import date


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
