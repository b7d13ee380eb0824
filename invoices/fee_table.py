"""An organisation's own prices: a fee table holds from its first day until the next one's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from invoices.refusals import NegativeAmount, NoRateForWork, NoRateYet, TwoRatesForWork


class Work(StrEnum):
    PREPARATION = "preparation"
    ACTIVITY = "activity"
    TRAVEL = "travel"
    FOLLOW_UP = "follow_up"


class PriceUnit(StrEnum):
    HOUR = "hour"  # by the minute
    MEETING = "meeting"  # once an occasion
    LUMP = "lump"  # once an assignment


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A price. Without a `request_kind` it is for every kind that has no price of its own.

    Work the organisation does not pay for has a rate of 0 cents. Raises NegativeAmount.
    """

    code: str
    work: Work
    unit: PriceUnit
    cents: int
    request_kind: str | None = None
    pay_code: str | None = None

    def __post_init__(self) -> None:
        if self.cents < 0:
            raise NegativeAmount(self.cents)


@dataclass(frozen=True, kw_only=True)
class FeeTable:
    """The prices of one decision. Raises TwoRatesForWork."""

    valid_from: date
    decision_number: str
    rates: tuple[Rate, ...]

    def __post_init__(self) -> None:
        seen = set()
        for rate in self.rates:
            if (rate.work, rate.request_kind) in seen:
                raise TwoRatesForWork(rate.work, rate.request_kind)
            seen.add((rate.work, rate.request_kind))


def table_on(tables: Iterable[FeeTable], day: date) -> FeeTable:
    """The fee table in force on `day`. Raises NoRateYet."""
    started = [table for table in tables if table.valid_from <= day]
    if not started:
        raise NoRateYet(day)
    return max(started, key=lambda table: table.valid_from)


def rate_for(table: FeeTable, work: Work, request_kind: str | None) -> Rate:
    """The price of `work`: the request kind's own, else the common one. Raises NoRateForWork."""
    rates = {rate.request_kind: rate for rate in table.rates if rate.work == work}
    rate = rates.get(request_kind) or rates.get(None)
    if rate is None:
        raise NoRateForWork(work, request_kind)
    return rate
