"""A price is tried before it is kept: its writer tells what some work should come to."""

from collections.abc import Iterable
from dataclasses import dataclass

from invoices.fee_table import Rate
from invoices.fees import price_hours
from invoices.price import Hours
from invoices.refusals import ExampleDiffers


@dataclass(frozen=True, kw_only=True)
class Example:
    """So many minutes of an ordinary day at the price should be `cents`."""

    minutes: int
    cents: int


def try_examples(rate: Rate, examples: Iterable[Example]) -> None:
    """Raises ExampleDiffers at the first one that comes to something else."""
    for example in examples:
        cents = price_hours(Hours(minutes=example.minutes), rate).cents
        if cents != example.cents:
            raise ExampleDiffers(rate.code, example.cents, cents)
