"""Finance notes invoices of work: those that came, and those that were sent for us."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now
from app.storage import assignments, changes, entry_lists, tables
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.invoices import ReceivedInvoice, SentInvoice
from invoices.payers import Payee, Payer, is_invoiced
from scheduling.lifecycle import APPROVED


class ChecksMissing(Refusal):
    """Of a company of her own the prepayment register and the YEL insurance are looked at."""

    code = "invoice_checks_missing"


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
    **checks: Any,
) -> ReceivedInvoice:
    """checks: prepayment_checked_on, yel_checked_on, yel_not_needed.

    Raises Missing, NotInvoicedWork, ChecksMissing, FeeAndInvoice, AlreadyInvoiced.
    """
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)  # as approving does
        if not is_invoiced(assignment.payer, assignment.payee) or not cents_of(assignment_id):
            raise NotInvoicedWork
        invoice = tables.add(
            ReceivedInvoice(
                assignment_id=assignment_id,
                number=number,
                invoiced_on=invoiced_on,
                cents=cents,
                **checked(assignment, checks),
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


def checked(assignment: Assignment, told: Mapping[str, Any]) -> dict[str, Any]:
    """What was checked of the invoicer; of an association the register only, if it was.

    Raises ChecksMissing.
    """
    asks = assignment.payee == Payee.OWN_COMPANY
    register, yel = told.get("prepayment_checked_on"), told.get("yel_checked_on")
    not_needed = bool(told.get("yel_not_needed")) and yel is None
    if asks and (register is None or (yel is None and not not_needed)):
        raise ChecksMissing
    return {
        "prepayment_checked_on": register,
        "yel_checked_on": yel if asks else None,
        "yel_not_needed": asks and not_needed,
    }


def cents_of(assignment_id: int) -> int:
    """What has been approved of it."""
    entries = entry_lists.of_assignment(assignment_id)
    return sum(entry.price_cents or 0 for entry in entries if entry.state in APPROVED)
