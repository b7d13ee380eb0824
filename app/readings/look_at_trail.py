"""One approved row from request to payment, for somebody who checks afterwards. Only reads."""

from dataclasses import dataclass

from app.readings import look_at_inbox
from app.readings.look_at_inbox import Seen
from app.storage import (
    assignments,
    changes,
    entry_lists,
    invoices,
    payment_batches,
    statements,
    users,
)
from app.storage.assignments import Assignment
from app.storage.changes import Change, Subject
from app.storage.entries import EntryKind
from app.storage.invoices import ReceivedInvoice
from app.storage.payment_batches import PaymentBatch
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from invoices.pricing.priced import read_price
from invoices.statements.statement import Line

SUBJECTS = {EntryKind.HOURS: Subject.HOUR_ENTRY, EntryKind.EXPENSES: Subject.EXPENSE_ENTRY}


@dataclass(frozen=True)
class Trail:
    """What there is so far; None: it has not come that far, or is paid by invoice."""

    seen: Seen
    assignment: Assignment
    steps: list[Change]
    line: Line | None
    statement: Statement | None
    issued_by: str
    batch: PaymentBatch | None
    handed_over_by: str
    invoice: ReceivedInvoice | None

    @property
    def breakdown(self) -> tuple:
        """How the price came about."""
        if self.line is not None:
            return tuple(self.line.breakdown)
        entry = self.seen.entry
        return tuple(read_price(entry.price_cents or 0, entry.breakdown or ()).breakdown)

    @property
    def unit(self) -> str:
        entry = self.seen.entry
        if self.line is not None:
            return self.line.unit
        return str(read_price(entry.price_cents or 0, entry.breakdown or ()).unit)


def trail_of(kind: EntryKind, entry_id: int) -> Trail:
    """Raises Missing."""
    entry = entry_lists.get(kind, entry_id)
    statement = entry_lists.statements_of([entry]).get((kind, entry_id))
    line = statement and _line(statement, kind, entry_id)
    batch = payment_batches.find_of_run(statement.run_id) if statement else None
    if batch is not None and statement is not None and statement.batch_id != batch.id:
        batch = None
    return Trail(
        seen=look_at_inbox.seen(entry, line.amount_cents if line else None),
        assignment=assignments.get(entry.assignment_id),
        steps=changes.of(SUBJECTS[kind], entry_id),
        line=line.values() if line else None,
        statement=statement,
        issued_by=users.get(statement.issued_by).name if statement else "",
        batch=batch,
        handed_over_by=users.get(batch.created_by).name if batch else "",
        invoice=invoices.received([entry.assignment_id]).get(entry.assignment_id),
    )


def _line(statement: Statement, kind: EntryKind, entry_id: int) -> StatementLine | None:
    whole = statements.get(statement.id)
    name = "hour_entry_id" if kind is EntryKind.HOURS else "expense_entry_id"
    return next((line for line in whole.lines if getattr(line, name) == entry_id), None)
