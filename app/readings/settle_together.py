"""Prices that are known only over several entries of one person; nothing is stored here."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.readings.entry_prices import hours_of, rate_of
from app.storage import settled_lines, statement_lines
from app.storage.entry_lists import AnyEntry
from app.storage.hour_entries import HourEntry
from app.storage.payable import Payable
from app.storage.settled_lines import WorkLine
from app.storage.statement_lines import PaidLine
from invoices.pricing.fee_table import FeeTable, PriceUnit, codes_counted_together
from invoices.pricing.price import Price
from invoices.pricing.terms import Period
from invoices.pricing.together import Counted, Issued, name_of, settle, whole_cents
from invoices.refusals import MoneyRefusal
from invoices.statements.held import needs_second_approval


@dataclass
class Before:
    """What statements carry of a person's work already."""

    paid: dict[tuple[str, Period, str], int] = field(default_factory=dict)
    issued: list[Issued] = field(default_factory=list)  # of days by their length

    def settle(self, counted: Iterable[Counted]) -> dict[str, Price]:
        return settle(counted, self.paid, self.issued)

    def pay(self, code: str, day: date, cents: int) -> None:
        for period in Period:
            place = code, period, name_of(period, day)
            self.paid[place] = self.paid.get(place, 0) + cents

    def add(self, counted: Iterable[Counted], settled: Mapping[str, Price]) -> None:
        """What another statement carries."""
        for each in counted:
            cents = settled[each.entry].cents
            self.pay(each.rate.code, each.day, cents)
            if each.rate.unit == PriceUnit.DAY:
                self.issued.append(Issued(each, cents))


def settled_prices(rows: Iterable[Payable], tables: Sequence[FeeTable]) -> dict[str, Price]:
    """By entry, of those whose price says something over several entries."""
    if not (codes := codes_counted_together(tables)):
        return {}
    people: dict[int, list[Counted]] = defaultdict(list)
    for row in rows:
        if (each := counted_of(row.entry, tables, codes)) is not None:
            people[row.expert.id].append(each)
    before = _before(people, tables, codes)
    return {
        name: price
        for expert_id, entries in people.items()
        for name, price in before[expert_id].settle(entries).items()
    }


@dataclass(frozen=True)
class Settled:
    """Prices by entry, and the names of rows that wait for another person's approval."""

    prices: Mapping[str, Price]
    held: frozenset[str] = frozenset()


def settled_or_held(rows: Sequence[Payable], tables: Sequence[FeeTable]) -> Settled:
    """A row that comes to more than two people have approved waits, with the pieces of its day.

    What goes is settled without them. A day is one sum, also over two statements.
    """
    prices = settled_prices(rows, tables)
    days = {
        row.name: (row.expert.id, row.entry.day, rate_of(row.entry, tables).code)
        for row in rows
        if row.name in prices and isinstance(row.entry, HourEntry)
    }
    large = {
        days[row.name]
        for row in rows
        if row.name in days
        and needs_second_approval(whole_cents(prices[row.name]), row.entry.second_approved_cents)
    }
    if not large:
        return Settled(prices)
    wait = frozenset(name for name, day in days.items() if day in large)
    rest = settled_or_held([row for row in rows if row.name not in wait], tables)
    return Settled(rest.prices, rest.held | wait)


def counted_of(
    entry: AnyEntry, tables: Sequence[FeeTable], codes: Collection[str]
) -> Counted | None:
    """None: its price counts with no other entry. codes: of those that do."""
    if not isinstance(entry, HourEntry):
        return None
    price = entry.price
    try:
        rate = rate_of(entry, tables)
    except MoneyRefusal:
        return None
    if price.waived or rate.code not in codes:
        return None
    return Counted(entry=entry.name, day=entry.day, hours=hours_of(entry), rate=rate, price=price)


def before_of(
    lines: Iterable[PaidLine | WorkLine],
    tables: Sequence[FeeTable],
    codes: Collection[str],
    days: Container[tuple[int, str, date]],
) -> dict[int, Before]:
    """By expert. days: those (expert, code, day) whose pieces are wanted."""
    found: dict[int, Before] = defaultdict(Before)
    pieces = []
    for line in lines:
        found[line.expert_id].pay(line.code, line.day, line.cents)
        if (line.expert_id, line.code, line.day) in days:
            pieces.append(line)
    entries = settled_lines.entries({line.entry_id for line in pieces}) if pieces else {}
    for line in pieces:
        if (each := counted_of(entries[line.entry_id], tables, codes)) is not None:
            found[line.expert_id].issued.append(Issued(each, line.cents))
    return found


def days_of(people: Mapping[int, Iterable[Counted]]) -> set[tuple[int, str, date]]:
    """(expert, code, day) of what is priced by the length of a day."""
    return {
        (expert_id, each.rate.code, each.day)
        for expert_id, counted in people.items()
        for each in counted
        if each.rate.unit == PriceUnit.DAY
    }


def _before(
    people: Mapping[int, Collection[Counted]], tables: Sequence[FeeTable], codes: Collection[str]
) -> dict[int, Before]:
    """In the years of their entries."""
    years = {each.day.year for entries in people.values() for each in entries}
    lines = statement_lines.paid_by_rate(people, years)
    return before_of(lines, tables, codes, days_of(people))
