"""What the days of a told trip bring, or why nothing, before it is sent. Only reads."""

from collections.abc import Iterable

from app.readings.expense_pieces import trip_of
from app.storage import figures, travel_terms
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from invoices.refusals import MoneyRefusal
from invoices.travel.costs import TRIPS
from invoices.travel.per_diem import Allowance
from invoices.travel.pieces import first_day, trip_allowances
from invoices.travel.travel_terms import terms_on
from scheduling.lifecycle import TO_REPORT


def decisions_of(entries: Iterable[AnyEntry]) -> dict[str, list[Allowance]]:
    """By the ref of what is not sent yet; nothing where the rules cannot tell."""
    decided = travel_terms.decided()
    found = {}
    for entry in entries:
        if not isinstance(entry, ExpenseEntry) or entry.state not in TO_REPORT:
            continue
        if entry.kind in TRIPS:
            trip = trip_of(entry)
            terms = terms_on(decided, first_day(trip.starts_at))
            try:
                found[entry.ref] = trip_allowances(
                    trip, tuple(entry.meals), terms, figures.in_force()
                )
            except MoneyRefusal:
                continue
    return found
