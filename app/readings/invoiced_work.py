"""Work that goes by invoice: what others invoice us for, and what we invoice for. Only reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.storage import entry_lists, invoices
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.experts import Expert
from app.storage.invoices import ReceivedInvoice, SentInvoice
from app.storage.units import Unit
from invoices.payers import Payee


@dataclass(frozen=True)
class Event:
    """Approved work of one assignment, and the invoice it is on."""

    assignment: Assignment
    entries: list[AnyEntry]
    invoice: ReceivedInvoice | SentInvoice | None = None

    @property
    def day(self) -> date:
        return min(entry.day for entry in self.entries)

    @property
    def cents(self) -> int:
        """By our own prices."""
        return sum(entry.price_cents or 0 for entry in self.entries)

    @property
    def difference_cents(self) -> int:
        """How much more the invoice asks."""
        return 0 if self.invoice is None else self.invoice.cents - self.cents


@dataclass(frozen=True)
class Invoiced:
    """What one invoicer may invoice for one expert, the newest first."""

    expert: Expert
    payee: Payee
    events: list[Event]

    @property
    def cents(self) -> int:
        return sum(event.cents for event in self.events)


@dataclass(frozen=True)
class ToInvoice:
    """What one unit of another payer owes us for, the oldest first."""

    unit: Unit
    events: list[Event]

    @property
    def waiting(self) -> list[Event]:
        return [event for event in self.events if event.invoice is None]

    @property
    def waiting_cents(self) -> int:
        return sum(event.cents for event in self.waiting)


def invoiced_to_us() -> list[Invoiced]:
    """In the order of names; nothing of it comes on a statement."""
    together: dict[tuple[int, Payee], list[Event]] = defaultdict(list)
    by_assignment = _by_assignment(entry_lists.invoiced())
    noted = invoices.received(by_assignment.keys())
    for entries in by_assignment.values():
        event = Event(entries[0].assignment, entries, noted.get(entries[0].assignment_id))
        together[entries[0].expert_id, event.assignment.payee].append(event)
    found = [
        Invoiced(
            own[0].entries[0].expert,
            payee,
            sorted(own, key=lambda event: (event.day, event.assignment.id), reverse=True),
        )
        for (_, payee), own in together.items()
    ]
    return sorted(found, key=lambda one: (one.expert.sort_key, one.expert.id, one.payee))


def to_invoice() -> list[ToInvoice]:
    """What we pay and invoice, by unit; work of 0 € is left out."""
    together: dict[int, list[Event]] = defaultdict(list)
    by_assignment = _by_assignment(entry_lists.to_invoice())
    noted = invoices.sent(by_assignment.keys())
    for entries in by_assignment.values():
        event = Event(entries[0].assignment, entries, noted.get(entries[0].assignment_id))
        if event.cents:
            together[event.assignment.request.unit_id].append(event)
    found = [
        ToInvoice(
            own[0].assignment.request.unit,
            sorted(own, key=lambda event: (event.day, event.assignment.id)),
        )
        for own in together.values()
    ]
    return sorted(found, key=lambda one: (one.unit.name, one.unit.id))


def _by_assignment(entries: Iterable[AnyEntry]) -> dict[int, list[AnyEntry]]:
    found: dict[int, list[AnyEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.assignment_id].append(entry)
    return found
