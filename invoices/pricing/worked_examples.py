"""A price is tried before it is kept: its writer tells what some work should come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from invoices.pricing.fee_table import Rate
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Hours, Price
from invoices.pricing.together import Counted, settle
from invoices.refusals import ExampleDiffers

ANY_DAY = date(2026, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Example:
    """So many minutes of an ordinary day at the price should be `cents`."""

    minutes: int
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
        cents = try_out(rate, Hours(minutes=example.minutes)).cents
        if cents != example.cents:
            raise ExampleDiffers(rate.code, example.cents, cents)
