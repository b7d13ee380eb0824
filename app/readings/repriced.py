"""Approved work whose price was wrong, and the statements that carry it. Reads."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.readings.entry_prices import Priced, Prices, rate_of, read_prices
from app.readings.settled_otherwise import settled_otherwise
from app.storage import entry_lists, expense_entries, fee_tables, statements, travel_terms
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.fee_tables import Rate
from app.storage.hour_entries import HourEntry
from app.storage.statements import Statement
from invoices.pricing import fee_table
from invoices.pricing.fee_table import FeeTable, codes_counted_together, table_on
from invoices.pricing.terms import Terms
from invoices.pricing.worked_examples import Example
from invoices.refusals import MoneyRefusal
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import EntryState, StatementState


@dataclass(frozen=True)
class RightPrice:
    """What a price should have been; where the terms or examples are None, those stay."""

    cents: int
    terms: Terms | None = None
    examples: tuple[Example, ...] | None = None

    def of(self, rate: fee_table.Rate) -> fee_table.Rate:
        """Its origin, if it had one, no longer tells of it. Raises TermsContradict."""
        terms = rate.terms if self.terms is None else self.terms
        return replace(rate, cents=self.cents, terms=terms, origin=None)

    def examples_of(self, rate: Rate) -> tuple[Example, ...]:
        if self.examples is not None:
            return self.examples
        return tuple(rate.worked)


@dataclass(frozen=True)
class Repriced:
    """statement: what the entry lives on now; none: it waits for its first one."""

    entry: AnyEntry
    priced: Priced
    statement: Statement | None

    @property
    def unit_cents(self) -> int:
        """What it was priced by so far."""
        return self.entry.price.unit_cents

    @property
    def name(self) -> str:
        return self.entry.name


@dataclass(frozen=True)
class NewRow:
    """What a claim should have brought beside its rows; statement: what carries the same day's."""

    claim: ExpenseEntry
    priced: Priced
    statement: Statement | None


@dataclass(frozen=True)
class Wrong:
    """All that has to be put right. statements: in the order of issue; tables: the right ones."""

    entries: tuple[Repriced, ...]
    statements: tuple[Statement, ...]
    tables: Sequence[FeeTable]
    codes: frozenset[str]  # of prices that count several entries, or did
    new: tuple[NewRow, ...] = ()


def waits(statement: Statement) -> bool:
    """It is a correction that has to be paid, or decided about, first."""
    is_correction = statement.kind == StatementKind.CORRECTION
    return is_correction and statement.state != StatementState.PAID


def wrong_by_price(rate_id: int, right: RightPrice) -> Wrong:
    """Work that comes to another sum alone, and what a cap or a day's length makes of others."""
    stored = fee_tables.get_rate(rate_id)
    now, tables = fee_tables.price_list(), _with_right_price(stored, right)

    def uses(entry: HourEntry) -> bool:
        return rate_of(entry, now).code == stored.code and _in_force(stored, entry.day, now)

    entries = _otherwise(replace(read_prices(), tables=tables), uses)
    others = []
    if right.terms is not None and _counts_otherwise(stored.values().terms, right.terms):
        mended = {one.entry.id: one.priced.price for one in entries}
        others = settled_otherwise(tables, _codes(now, tables), mended)
    return _wrong(entries, others, tables, _codes(now, tables))


def _counts_otherwise(was: Terms, right: Terms) -> bool:
    """Whether several entries together may come to another sum, though each alone stays."""
    return (was.caps, was.half_day_minutes) != (right.caps, right.half_day_minutes)


def wrong_by_sum(assignment_id: int, cents: int) -> Wrong:
    """Work of one assignment whose agreed sum was wrong."""
    prices = replace(read_prices(), agreed={assignment_id: cents})
    entries = _otherwise(prices, lambda entry: entry.assignment_id == assignment_id)
    return _wrong(entries, [], prices.tables, _codes(prices.tables))


def wrong_by_travel(decision_id: int, sums: Mapping[str, int | None]) -> Wrong:
    """Costs that come to other sums, or to other rows, by a travel decision put right.

    sums  of the fields of `TravelTerms` that were wrong
    """
    now = read_prices()
    right = replace(now, travel=travel_terms.with_right_sums(decision_id, sums))
    entries: list[Repriced] = []
    new: list[NewRow] = []
    for claim in _approved_claims():
        pieces = _pieces_of(claim, right)
        if not pieces or pieces == _pieces_of(claim, now):
            continue
        rows = {(row.kind, row.day): row for row in (claim, *expense_entries.parts_of(claim.id))}
        on = entry_lists.statements_of(list(rows.values()))
        for row in rows.values():
            priced = right.of(row)
            if priced.price.cents != row.price_cents:
                entries.append(Repriced(row, priced, on.get((row.entry_kind, row.id))))
        for priced in pieces:
            if priced.place not in rows:
                beside = next((row for row in rows.values() if row.day == priced.day), claim)
                live = on.get((beside.entry_kind, beside.id)) if priced.pay_code else None
                new.append(NewRow(claim, priced, live))
    return _wrong(entries, [], now.tables, _codes(now.tables), new)


def _approved_claims() -> list[ExpenseEntry]:
    return [
        entry
        for state in (EntryState.APPROVED, EntryState.HELD)
        for entry in entry_lists.in_state(state)
        if isinstance(entry, ExpenseEntry) and not entry.part
    ]


def _pieces_of(claim: ExpenseEntry, prices: Prices) -> list[Priced]:
    try:
        whole = prices.of(claim)
    except MoneyRefusal:
        return []
    return [replace(whole, rest=()), *whole.rest]


def _wrong(
    entries: Sequence[Repriced],
    others: Iterable[int],
    tables: Sequence[FeeTable],
    codes: frozenset[str],
    new: Sequence[NewRow] = (),
) -> Wrong:
    carry = [*(one.statement for one in entries), *(row.statement for row in new)]
    on = {one.id: one for one in carry if one is not None}
    on |= {each: statements.get(each) for each in others if each not in on}
    live = tuple(on[each] for each in sorted(on))
    return Wrong(tuple(entries), live, tables, codes, tuple(new))


def _codes(*price_lists: Iterable[FeeTable]) -> frozenset[str]:
    return frozenset().union(*map(codes_counted_together, price_lists))


def _otherwise(prices: Prices, uses: Callable[[HourEntry], bool]) -> list[Repriced]:
    """In the order of approval."""
    given: dict[tuple[int, Any], list[Sequence[Any]]] = defaultdict(list)
    found: list[tuple[HourEntry, Priced]] = []
    for entry in approved_hours():
        place = (entry.assignment_id, entry.work)
        try:
            priced = prices.of(entry, earlier=given[place])
            counts = uses(entry)
        except MoneyRefusal:
            continue
        given[place].append(priced.price.breakdown)
        if counts and priced.price.cents != entry.price_cents:
            found.append((entry, priced))
    on = entry_lists.statements_of([entry for entry, _ in found])
    return [
        Repriced(entry, priced, on.get((entry.entry_kind, entry.id))) for entry, priced in found
    ]


def approved_hours() -> list[HourEntry]:
    """In the order of approval, because a meeting's one fee goes to the first entry."""
    approved = [
        entry
        for state in (EntryState.APPROVED, EntryState.HELD)
        for entry in entry_lists.in_state(state)
        if isinstance(entry, HourEntry)
    ]
    return sorted(approved, key=lambda one: (one.approved_at, one.id))


def _with_right_price(stored: Rate, right: RightPrice) -> list[FeeTable]:
    return [
        replace(
            table.values(),
            rates=tuple(
                right.of(rate.values()) if rate.id == stored.id else rate.values()
                for rate in table.rates
            ),
        )
        for table in fee_tables.all_tables()
    ]


def _in_force(stored: Rate, day: date, price_list: Iterable[FeeTable]) -> bool:
    table = fee_tables.get_table(stored.fee_table_id)
    return table_on(price_list, day).valid_from == table.valid_from
