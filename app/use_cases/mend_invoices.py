"""A noted invoice is mended, or withdrawn as if it had not been noted; why stays in the history."""

from datetime import date
from typing import Any

from app.access import Actor
from app.database import Missing, Stale, transaction
from app.storage import assignments, changes, invoices, tables
from app.storage.changes import Subject
from app.storage.invoices import ReceivedInvoice, SentInvoice
from app.use_cases.note_invoices import checked


def mend_received(*, by: Actor, assignment_id: int, reason: str, **told: Any) -> ReceivedInvoice:
    """told: as when it is noted. Raises Missing, ChecksMissing."""
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        invoice = _received(assignment_id)
        _note(invoice, "invoice_mended", reason, by)
        for name, value in (told | checked(assignment, told)).items():
            setattr(invoice, name, value)
    return invoice


def withdraw_received(*, by: Actor, assignment_id: int, reason: str) -> None:
    """Another may be noted, or the work may be paid otherwise. Raises Missing."""
    with transaction():
        assignments.get(assignment_id, lock=True)
        invoice = _received(assignment_id)
        _note(invoice, "invoice_withdrawn", reason, by)
        tables.remove(invoice)


def mend_sent(
    *, by: Actor, assignment_id: int, number: str, invoiced_on: date, reason: str
) -> list[SentInvoice]:
    """The whole invoice, of whatever work it is. Raises Missing, Stale."""
    with transaction():
        together = invoices.sent_together(_sent(assignment_id).number, lock=True)
        if assignment_id not in {each.assignment_id for each in together}:
            raise Stale  # somebody else has just mended or withdrawn it
        for invoice in together:
            _note(invoice, "invoice_mended", reason, by)
            invoice.number, invoice.invoiced_on = number, invoiced_on
    return together


def withdraw_sent(*, by: Actor, assignment_id: int, reason: str) -> None:
    """This work waits for an invoice again; other work on it stays. Raises Missing."""
    with transaction():
        assignments.get(assignment_id, lock=True)
        invoice = _sent(assignment_id)
        _note(invoice, "invoice_withdrawn", reason, by)
        tables.remove(invoice)


def _received(assignment_id: int) -> ReceivedInvoice:
    found = invoices.received([assignment_id]).get(assignment_id)
    if found is None:
        raise Missing(ReceivedInvoice.__name__, assignment_id)
    return found


def _sent(assignment_id: int) -> SentInvoice:
    found = invoices.sent([assignment_id]).get(assignment_id)
    if found is None:
        raise Missing(SentInvoice.__name__, assignment_id)
    return found


def _note(invoice: ReceivedInvoice | SentInvoice, became: str, reason: str, by: Actor) -> None:
    """With what stood there until now."""
    was = f"{invoice.number}, {invoice.invoiced_on}, {invoice.cents / 100:.2f} €"
    changes.note(
        Subject.ASSIGNMENT, invoice.assignment_id, became, by=by, reason=f"{reason} ({was})"
    )
