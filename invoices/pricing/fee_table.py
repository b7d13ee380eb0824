"""An organisation's own prices: a fee table holds from its first day until the next one's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from invoices.money import percent_of
from invoices.pricing.terms import Rounding, Terms
from invoices.refusals import NegativeAmount
from invoices.refusals.pricing import (
    NoRateForWork,
    NoRateYet,
    TermsContradict,
    ThingNeedsPayCode,
    TwoRatesForWork,
)


class Work(StrEnum):
    PREPARATION = "preparation"
    ACTIVITY = "activity"
    TRAVEL = "travel"
    FOLLOW_UP = "follow_up"


class PriceUnit(StrEnum):
    HOUR = "hour"  # by the minute
    LESSON = "lesson"  # 45 minutes, by the minute
    MEETING = "meeting"  # once an occasion
    DAY = "day"  # once a day, whole or half by its length
    LUMP = "lump"  # once an assignment


PAID_ONCE = (PriceUnit.MEETING, PriceUnit.LUMP)
BY_TIME = {PriceUnit.HOUR: 60, PriceUnit.LESSON: 45}  # minutes of one


class Basis(StrEnum):
    """What a price was worked out from when it was decided."""

    WORK = "work"  # the price of another work of the same table
    INDEX = "index"  # a figure published elsewhere


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Percent of a figure: `of` names it, `figure_cents` is what it was, `source` says where."""

    basis: Basis
    of: str
    figure_cents: int
    percent: Decimal
    rounding: Rounding = Rounding()
    source: str = ""

    @property
    def cents(self) -> int:
        return self.rounding.of(percent_of(self.figure_cents, self.percent))


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A price. Without a `request_kind` it is for every kind that has no price of its own.

    Work the organisation does not pay for has a rate of 0 cents. A price that was worked out from
    another figure keeps its `origin`; one of another year is a price of another table.
    given  what is handed over instead of money, such as a gift card; it is pay all the same
    Raises NegativeAmount, TermsContradict.
    """

    code: str
    work: Work
    unit: PriceUnit
    cents: int
    request_kind: str | None = None
    pay_code: str | None = None
    terms: Terms = Terms()
    origin: Origin | None = None
    given: str | None = None

    def __post_init__(self) -> None:
        if self.cents < 0:
            raise NegativeAmount(self.cents)
        _refuse_terms_of_another_unit(self)
        if self.origin is not None and self.origin.cents != self.cents:
            raise TermsContradict("origin")

    @property
    def is_by_time(self) -> bool:
        return self.unit in BY_TIME

    @property
    def counts_together(self) -> bool:
        """Whether several entries are needed before the sum is known: a day is paid once."""
        return bool(self.terms.caps) or self.unit == PriceUnit.DAY


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


def codes_counted_together(tables: Iterable[FeeTable]) -> frozenset[str]:
    """Of prices that count several entries; a cap decided later counts what was done before it."""
    return frozenset(rate.code for table in tables for rate in table.rates if rate.counts_together)


def refuse_pay_code_of_money(rates: Iterable[Rate], costs: Iterable[str] = ()) -> None:
    """Payroll taxes what is given and does not pay it: only the pay code says so.

    costs  the pay codes of costs. Raises ThingNeedsPayCode.
    """
    codes: dict[bool, set[str]] = {True: set(), False: set(costs)}
    for rate in rates:
        if rate.pay_code:
            codes[rate.given is not None].add(rate.pay_code)
    if shared := codes[True] & codes[False]:
        raise ThingNeedsPayCode(min(shared))


def _refuse_terms_of_another_unit(rate: Rate) -> None:
    """Terms that count time need a price by time, half a day a price by the day.

    What is agreed for each assignment is of its activity: its one fee, or the price of its hour
    or lesson, which no later hours have a price beside.
    """
    terms, plain = rate.terms, Terms()
    for name in ("free_minutes", "least_minutes", "started_minutes", "tiers"):
        if getattr(terms, name) != getattr(plain, name) and not rate.is_by_time:
            raise TermsContradict(name)
    if terms.half_day_minutes and rate.unit != PriceUnit.DAY:
        raise TermsContradict("half_day_minutes")
    if terms.agreed and (terms.tiers or rate.work != Work.ACTIVITY):
        raise TermsContradict("agreed")
