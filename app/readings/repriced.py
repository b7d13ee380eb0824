"""What a price found wrong made of approved work: whose sums change, and by how much. Reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.readings.entry_prices import Priced, rate_of, read_prices
from app.storage import entry_lists, experts, fee_tables
from app.storage.experts import Expert
from app.storage.fee_tables import Rate
from app.storage.hour_entries import HourEntry
from app.storage.statements import Statement
from invoices.pricing.fee_table import FeeTable, table_on
from invoices.pricing.priced import read_price
from invoices.refusals import MoneyRefusal
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import EntryState, StatementState


@dataclass(frozen=True)
class Repriced:
    """statement: what the entry lives on now; none: it waits for its first one."""

    entry: HourEntry
    priced: Priced
    statement: Statement | None

    @property
    def unit_cents(self) -> int:
        """What it was priced by so far."""
        stored = read_price(self.entry.price_cents or 0, self.entry.breakdown or ())
        return stored.unit_cents

    @property
    def waits(self) -> bool:
        """It lives on a correction that has to be paid, or decided about, first."""
        on = self.statement
        is_correction = on is not None and on.kind == StatementKind.CORRECTION
        return is_correction and on is not None and on.state != StatementState.PAID

    @property
    def difference_cents(self) -> int:
        return self.priced.price.cents - (self.entry.price_cents or 0)


@dataclass(frozen=True)
class Person:
    """One row of the preview, in cents before tax."""

    expert: Expert
    old_cents: int
    new_cents: int
    statements: tuple[Statement, ...]
    waits: bool

    @property
    def difference_cents(self) -> int:
        return self.new_cents - self.old_cents


def preview(rate_id: int, cents: int) -> list[Person]:
    """Who got, or gets, another sum by this price; in the order of names. Reads only."""
    found: dict[int, list[Repriced]] = defaultdict(list)
    for each in repriced(rate_id, cents):
        found[each.entry.expert_id].append(each)
    people = experts.by_id(found)
    rows = [_person(people[expert_id], own) for expert_id, own in found.items()]
    return sorted(rows, key=lambda one: (one.expert.sort_key, one.expert.id))


def _person(expert: Expert, own: Iterable[Repriced]) -> Person:
    rows = list(own)
    statements = {one.statement.id: one.statement for one in rows if one.statement}
    return Person(
        expert=expert,
        old_cents=sum(one.entry.price_cents or 0 for one in rows),
        new_cents=sum(one.priced.price.cents for one in rows),
        statements=tuple(statements.values()),
        waits=any(one.waits for one in rows),
    )


def repriced(rate_id: int, cents: int) -> list[Repriced]:
    """Approved work that comes to another sum, in the order of approval."""
    stored = fee_tables.get_rate(rate_id)
    now, right = fee_tables.price_list(), _with_right_price(stored, cents)
    prices = replace(read_prices(), tables=right)
    given: dict[tuple[int, Any], list[list[Any]]] = defaultdict(list)
    found: list[tuple[HourEntry, Priced]] = []
    for entry in approved_hours():
        place = (entry.assignment_id, entry.work)
        try:
            priced = prices.of(entry, earlier=given[place])
            uses = rate_of(entry, now).code == stored.code and _in_force(stored, entry.day, now)
        except MoneyRefusal:
            continue
        given[place].append(priced.breakdown)
        if uses and priced.price.cents != entry.price_cents:
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


def _with_right_price(stored: Rate, cents: int) -> list[FeeTable]:
    return [
        replace(
            table.values(),
            rates=tuple(
                replace(rate.values(), cents=cents, origin=None)
                if rate.id == stored.id
                else rate.values()
                for rate in table.rates
            ),
        )
        for table in fee_tables.all_tables()
    ]


def _in_force(stored: Rate, day: date, price_list: Iterable[FeeTable]) -> bool:
    table = fee_tables.get_table(stored.fee_table_id)
    return table_on(price_list, day).valid_from == table.valid_from
