"""Works the price of every approved entry out anew, from what was reported and the fee tables."""

from collections import defaultdict
from typing import Any

from app.database import acting_in
from app.readings.entry_prices import Priced, Prices, read_prices
from app.storage import entry_lists, expense_entries, organisations
from app.storage.entries import EntryKind
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.invariants import Broken
from invoices.refusals import MoneyRefusal
from scheduling.lifecycle import EntryState

RULE = "the price of an approved entry is what the prices of its day make of it"


def first_broken() -> Broken | None:
    """The first entry over all organisations whose stored price is another."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (entry := find_wrong()) is not None:
                where = f"organisation {organisation_id}, {entry.entry_kind} {entry.id}"
                return Broken(RULE, where)
    return None


def find_wrong() -> AnyEntry | None:
    """The first such entry of the organisation acted in.

    In the order of approval, because a meeting's one fee goes to the first entry.
    """
    prices = read_prices()
    approved = [
        entry
        for state in (EntryState.APPROVED, EntryState.HELD)
        for entry in entry_lists.in_state(state)
    ]
    given: dict[tuple[int, Any], list[list[Any]]] = defaultdict(list)
    for entry in sorted(approved, key=lambda one: (one.approved_at, one.id)):
        place = (entry.assignment_id, getattr(entry, "work", None))
        if not _is_right(entry, prices, given[place]):
            return entry
        if entry.entry_kind is EntryKind.HOURS:
            given[place].append(entry.breakdown or [])
    return None


def _is_right(entry: AnyEntry, prices: Prices, earlier: list[list[Any]]) -> bool:
    try:
        priced = prices.of(entry, earlier=earlier)
        return priced.price.cents == entry.price_cents and _has_its_parts(entry, priced)
    except MoneyRefusal:  # it was approved without a price in force
        return False


def _has_its_parts(entry: AnyEntry, priced: Priced) -> bool:
    """Each once; a part that its claim no longer brings is worth nothing."""
    if not isinstance(entry, ExpenseEntry) or entry.part:
        return True
    parts = [(each.kind, each.day) for each in expense_entries.parts_of(entry.id)]
    return len(parts) == len(set(parts)) and {each.place for each in priced.rest} <= set(parts)
