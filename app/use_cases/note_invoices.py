"""Finance notes invoices of work: those that came, and those that were sent for us."""

from collections.abc import Collection
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now
from app.storage import assignments, changes, entry_lists, tables
from app.storage.changes import Subject
from app.storage.invoices import ReceivedInvoice, SentInvoice
from invoices.payers import Payee, Payer, is_invoiced
from scheduling.lifecycle import APPROVED


class NotInvoicedWork(Refusal):
    """Payroll or somebody else pays it, or nothing of it has been approved."""

    code = "not_invoiced_work"


def note_received(
    *,
    by: Actor,
    assignment_id: int,
    number: str,
    invoiced_on: date,
    cents: int,
    prepayment_checked_on: date,
    yel_checked_on: date | None = None,
) -> ReceivedInvoice:
    """Raises Missing, NotInvoicedWork, FeeAndInvoice, AlreadyInvoiced."""
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)  # as approving does
        if not is_invoiced(assignment.payer, assignment.payee) or not cents_of(assignment_id):
            raise NotInvoicedWork
        asks_yel = assignment.payee == Payee.OWN_COMPANY
        invoice = tables.add(
            ReceivedInvoice(
                assignment_id=assignment_id,
                number=number,
                invoiced_on=invoiced_on,
                cents=cents,
                prepayment_checked_on=prepayment_checked_on,
                yel_checked_on=yel_checked_on if asks_yel else None,
                noted_at=now(),
                noted_by=by.user_id,
            )
        )
        changes.note(Subject.ASSIGNMENT, assignment_id, "invoice_received", by=by)
    return invoice


def note_sent(
    *, by: Actor, assignment_ids: Collection[int], number: str, invoiced_on: date
) -> list[SentInvoice]:
    """All or none. Raises Missing, NotInvoicedWork, AlreadyInvoiced."""
    with transaction():
        noted = []
        for assignment_id in sorted(set(assignment_ids)):
            assignment = assignments.get(assignment_id, lock=True)
            cents = cents_of(assignment_id)
            if assignment.payer != Payer.WE_PAY_AND_INVOICE or not cents:
                raise NotInvoicedWork
            noted.append(
                tables.add(
                    SentInvoice(
                        assignment_id=assignment_id,
                        number=number,
                        invoiced_on=invoiced_on,
                        cents=cents,
                        noted_at=now(),
                        noted_by=by.user_id,
                    )
                )
            )
            changes.note(Subject.ASSIGNMENT, assignment_id, "invoice_sent", by=by)
    return noted


def cents_of(assignment_id: int) -> int:
    """What has been approved of it."""
    entries = entry_lists.of_assignment(assignment_id)
    return sum(entry.price_cents or 0 for entry in entries if entry.state in APPROVED)
