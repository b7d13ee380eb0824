"""The checking list of work that is paid by invoice: what we would have paid for it. Reads only."""

from collections import defaultdict
from dataclasses import dataclass

from app.storage import entry_lists
from app.storage.entry_lists import AnyEntry
from app.storage.experts import Expert
from invoices.payers import Payee


@dataclass(frozen=True)
class Invoiced:
    """What one invoicer may invoice for one expert, the newest first."""

    expert: Expert
    payee: Payee
    entries: list[AnyEntry]

    @property
    def cents(self) -> int:
        return sum(entry.price_cents or 0 for entry in self.entries)


def look_at_invoiced() -> list[Invoiced]:
    """In the order of names; nothing of it comes on a statement."""
    together: dict[tuple[int, Payee], list[AnyEntry]] = defaultdict(list)
    for entry in sorted(entry_lists.invoiced(), key=lambda entry: entry.day, reverse=True):
        together[entry.expert_id, entry.assignment.payee].append(entry)
    found = [Invoiced(own[0].expert, payee, own) for (_, payee), own in together.items()]
    return sorted(found, key=lambda one: (one.expert.sort_key, one.expert.id, one.payee))
