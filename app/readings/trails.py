"""One approved row from request to payment, for somebody who checks afterwards. Only reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.readings import finance_inbox
from app.readings.finance_inbox import Seen
from app.storage import (
    assignments,
    changes,
    entry_lists,
    hand_payments,
    invoices,
    payment_batches,
    payments,
    statements,
    tables,
    users,
)
from app.storage.assignments import Assignment
from app.storage.bank_batches import BankBatch
from app.storage.changes import Change, Subject
from app.storage.entries import EntryKind
from app.storage.hand_payments import HandPayment
from app.storage.invoices import ReceivedInvoice
from app.storage.payment_batches import PaymentBatch
from app.storage.payments import Payment
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from invoices.statements.statement import Line

SUBJECTS = {EntryKind.HOURS: Subject.HOUR_ENTRY, EntryKind.EXPENSES: Subject.EXPENSE_ENTRY}


@dataclass(frozen=True)
class Try:
    """One payment by the bank: who made, approved and took out its batch, and what became of it."""

    payment: Payment
    batch: BankBatch
    people: Mapping[int, str]


@dataclass(frozen=True)
class ByHand:
    """Given to payroll because the bank could not pay it."""

    payment: HandPayment
    people: Mapping[int, str]


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
    tries: list[Try]
    by_hand: ByHand | None
    invoice: ReceivedInvoice | None

    @property
    def breakdown(self) -> tuple:
        """How the price came about."""
        if self.line is not None:
            return tuple(self.line.breakdown)
        return self.seen.entry.price.breakdown

    @property
    def unit(self) -> str:
        return self.line.unit if self.line is not None else self.seen.entry.price.unit


def trail_of(kind: EntryKind, entry_id: int) -> Trail:
    """Raises Missing."""
    entry = entry_lists.get(kind, entry_id)
    statement = entry_lists.statements_of([entry]).get((kind, entry_id))
    line = statement and _line(statement, kind, entry_id)
    batch = payment_batches.find_of_run(statement.run_id) if statement else None
    if batch is not None and statement is not None and statement.batch_id != batch.id:
        batch = None
    return Trail(
        seen=finance_inbox.seen(entry, line.amount_cents if line else None),
        assignment=assignments.get(entry.assignment_id),
        steps=changes.of(SUBJECTS[kind], entry_id),
        line=line.values() if line else None,
        statement=statement,
        issued_by=users.get(statement.issued_by).name if statement else "",
        batch=batch,
        handed_over_by=users.get(batch.created_by).name if batch else "",
        tries=_tries(statement) if statement else [],
        by_hand=_by_hand(statement) if statement else None,
        invoice=invoices.received([entry.assignment_id]).get(entry.assignment_id),
    )


def _tries(statement: Statement) -> list[Try]:
    """Oldest first."""
    found = []
    for payment in payments.of_statements([statement.id]).get(statement.id, ()):
        batch = tables.get(BankBatch, payment.batch_id)
        acted = (batch.created_by, batch.approved_by, batch.exported_by, batch.voided_by)
        found.append(Try(payment, batch, _names(acted)))
    return found


def _by_hand(statement: Statement) -> ByHand | None:
    if (found := hand_payments.find(statement.id)) is None:
        return None
    return ByHand(found, _names((found.asked_by, found.given_by, found.paid_by)))


def _names(user_ids: Iterable[int | None]) -> dict[int, str]:
    return {each: users.get(each).name for each in user_ids if each is not None}


def _line(statement: Statement, kind: EntryKind, entry_id: int) -> StatementLine | None:
    whole = statements.get(statement.id)
    name = "hour_entry_id" if kind is EntryKind.HOURS else "expense_entry_id"
    return next((line for line in whole.lines if getattr(line, name) == entry_id), None)
