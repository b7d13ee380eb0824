"""When money comes: the organisation's pay days and what falls due in one payment month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from invoices.refusals.pay_days import (
    NoPayDayYet,
    NoSuchPayMonth,
    PaidBeforeCutOff,
    PaysTooFarAhead,
)

FARTHEST_AHEAD = timedelta(days=365)  # a pay day chosen by hand


@dataclass(frozen=True, kw_only=True)
class PayDay:
    """Work approved by `cut_off_on`, that day included, is paid on `pay_on`.

    Raises PaidBeforeCutOff.
    """

    cut_off_on: date
    pay_on: date

    def __post_init__(self) -> None:
        if self.pay_on < self.cut_off_on:
            raise PaidBeforeCutOff(self.cut_off_on, self.pay_on)

    @property
    def month(self) -> str:
        """The payment month, as 2026-12: the month that counts for the person."""
        return month_of(self.pay_on)


@dataclass(frozen=True, kw_only=True)
class Earning:
    """Gross cents ready to be paid from a day; `pay_on` once the pay day is settled."""

    gross_cents: int
    ready_on: date
    pay_on: date | None = None


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def expected_pay_day(calendar: Iterable[PayDay], ready_on: date) -> PayDay:
    """The first pay day whose cut-off has not passed on `ready_on`. Raises NoPayDayYet."""
    open_days = [pay_day for pay_day in calendar if pay_day.cut_off_on >= ready_on]
    if not open_days:
        raise NoPayDayYet(ready_on)
    return min(open_days, key=lambda pay_day: (pay_day.pay_on, pay_day.cut_off_on))


def refuse_far_ahead(pay_on: date, day: date) -> None:
    """A pay day chosen on the day. Raises PaysTooFarAhead."""
    if pay_on - day > FARTHEST_AHEAD:
        raise PaysTooFarAhead(pay_on)


def pay_days_in(calendar: Iterable[PayDay], month: str) -> tuple[PayDay, ...]:
    """The pay days of a payment month, earliest first. Raises NoSuchPayMonth."""
    days = [pay_day for pay_day in calendar if pay_day.month == month]
    if not days:
        raise NoSuchPayMonth(month)
    return tuple(sorted(days, key=lambda pay_day: pay_day.pay_on))


def gross_in_month(calendar: Sequence[PayDay], earnings: Iterable[Earning], month: str) -> int:
    """Cents that reach the person in the payment month, before tax. Raises NoSuchPayMonth."""
    pay_days_in(calendar, month)
    return sum(
        earning.gross_cents for earning in earnings if _payment_month(calendar, earning) == month
    )


def _payment_month(calendar: Sequence[PayDay], earning: Earning) -> str | None:
    """None when the earning comes after the last cut-off the calendar knows."""
    if earning.pay_on is not None:
        return month_of(earning.pay_on)
    try:
        return expected_pay_day(calendar, earning.ready_on).month
    except NoPayDayYet:
        return None
