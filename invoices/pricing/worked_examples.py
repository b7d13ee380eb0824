"""A price is tried before it is kept: its writer tells what some work should come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from invoices.pricing.fee_table import Rate
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Clock, Hours, Price
from invoices.pricing.terms import MINUTES_A_DAY, DayKind
from invoices.pricing.together import Counted, settle
from invoices.refusals.pricing import ExampleDiffers

ANY_DAY = date(2026, 1, 1)


@dataclass(frozen=True, kw_only=True)
class SomeWork:
    """Work to try a price with.

    starts          minutes of the day; without it nothing is paid by the clock
    notice_minutes  how long before its beginning it was called off, if it was
    agreed_cents    where the price is a range
    """

    minutes: int
    day_kind: DayKind = DayKind.WEEKDAY
    starts: int | None = None
    role: str | None = None
    notice_minutes: int | None = None
    agreed_cents: int | None = None

    @property
    def hours(self) -> Hours:
        """As the price sees it; supplements end at midnight."""
        clocks: tuple[Clock, ...] = ()
        if self.starts is not None:
            ends = min(self.starts + self.minutes, MINUTES_A_DAY)
            clocks = (Clock(day_kind=self.day_kind, starts=self.starts, ends=ends),)
        return Hours(
            minutes=self.minutes,
            clocks=clocks,
            role=self.role,
            notice_minutes=self.notice_minutes,
            agreed_cents=self.agreed_cents,
        )


@dataclass(frozen=True, kw_only=True)
class Example(SomeWork):
    """Such work at the price should be `cents`."""

    cents: int


def try_out(rate: Rate, hours: Hours) -> Price:
    """What the work would come to when the person does nothing else that year, caps included.

    Raises NegativeTime, NotAgreedYet, OutsideAgreedRange.
    """
    alone = price_hours(hours, rate)
    entry = Counted(entry="hour-1", day=ANY_DAY, hours=hours, rate=rate, price=alone)
    [price] = settle([entry], {}).values()
    return price


def try_examples(rate: Rate, examples: Iterable[Example]) -> None:
    """Raises ExampleDiffers at the first one that comes to something else."""
    for example in examples:
        cents = try_out(rate, example.hours).cents
        if cents != example.cents:
            raise ExampleDiffers(rate.code, example.cents, cents)
