"""What a fee table would change of approved work when it comes to stand. Reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.readings.entry_prices import Priced, Prices, read_prices
from app.readings.repriced import approved_hours
from app.storage import entry_lists, fee_tables, hour_entries
from app.storage.fee_tables import FeeTable
from app.storage.hour_entries import HourEntry
from invoices.pricing import fee_table
from invoices.pricing.fee_table import table_on
from invoices.refusals import MoneyRefusal
from invoices.refusals.pricing import NoRateYet


@dataclass(frozen=True)
class Effect:
    """anew: approved work by its new price, and on no statement yet.

    without_price  approved work that the new prices have no price for
    issued         work that is on a statement by the prices of today
    """

    anew: tuple[tuple[HourEntry, Priced], ...] = ()
    without_price: tuple[HourEntry, ...] = ()
    issued: tuple[HourEntry, ...] = ()

    @property
    def old_cents(self) -> int:
        return sum(entry.price_cents or 0 for entry, _ in self.anew)

    @property
    def new_cents(self) -> int:
        return sum(priced.price.cents for _, priced in self.anew)

    @property
    def last_issued_on(self) -> date:
        return max(entry.day for entry in self.issued)


def effect_of(table: FeeTable) -> Effect:
    """Of one that does not stand yet; what it replaces ceases to stand at the same moment."""
    standing = fee_tables.all_tables()
    replaced = [each for each in standing if each.id == table.replaces_id]
    kept = [each for each in standing if each.id != table.replaces_id]
    first = min(each.valid_from for each in (table, *replaced))
    if not hour_entries.any_approved_within(first):
        return Effect()
    now = [each.values() for each in standing]
    return _effect(now, [*(each.values() for each in kept), table.values()])


def is_used(table: FeeTable) -> bool:
    """Whether approved work has its price by the table, which stands."""
    days = (each.valid_from for each in fee_tables.all_tables())
    until = min((day for day in days if day > table.valid_from), default=None)
    return hour_entries.any_approved_within(table.valid_from, until)


def _effect(now: list[fee_table.FeeTable], then: list[fee_table.FeeTable]) -> Effect:
    """Beside the days whose table changes: a meeting's one fee may come to another entry."""
    entries = approved_hours()
    moved = {each.id for each in entries if _in_force(now, each.day) != _in_force(then, each.day)}
    places = {_place(each) for each in entries if each.id in moved}
    near = [each for each in entries if _place(each) in places]
    priced = _priced(near, replace(read_prices(), tables=then))
    other = [
        each
        for each in near
        if each.id in moved
        or (each.id in priced and priced[each.id].price.cents != each.price_cents)
    ]
    live = entry_lists.statements_of(other)
    issued = tuple(each for each in other if (each.entry_kind, each.id) in live)
    free = [each for each in other if (each.entry_kind, each.id) not in live]
    return Effect(
        anew=tuple(
            (each, priced[each.id])
            for each in free
            if each.id in priced and _is_new(each, priced[each.id])
        ),
        without_price=tuple(each for each in free if each.id not in priced),
        issued=issued,
    )


def _priced(entries: list[HourEntry], prices: Prices) -> dict[int, Priced]:
    """By entry; without those that have no price."""
    given: dict[tuple[int, str], list[Sequence[Any]]] = {}
    found: dict[int, Priced] = {}
    for entry in entries:
        earlier = given.setdefault(_place(entry), [])
        try:
            found[entry.id] = prices.of(entry, earlier=earlier)
        except MoneyRefusal:
            continue
        earlier.append(found[entry.id].price.breakdown)
    return found


def _is_new(entry: HourEntry, priced: Priced) -> bool:
    code = priced.pay_code or entry.pay_code
    return (priced.price, code) != (entry.price, entry.pay_code)


def _place(entry: HourEntry) -> tuple[int, str]:
    return entry.assignment_id, str(entry.work)


def _in_force(tables: list[fee_table.FeeTable], day: date) -> fee_table.FeeTable | None:
    try:
        return table_on(tables, day)
    except NoRateYet:
        return None
