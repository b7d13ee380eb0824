"""What an expert already has coming: approved work, promised work and issued statements."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.occasions import Occasion
from app.storage.statement_lines import StatementLine
from app.storage.statements import RunKind, Statement, StatementRun
from invoices.pay_calendar import Earning
from invoices.payers import Payee, Payer
from invoices.statements.held import HeldReason
from scheduling.kinds import Attendance
from scheduling.lifecycle import SEATED, EntryState, StatementState
from scheduling.wall_clock import TIME_ZONE

STANDING = (
    StatementState.ISSUED,
    StatementState.HANDED_OVER,
    StatementState.PAID,
    StatementState.CORRECTED,  # it was paid; its correction moves only the difference
)


def issued(expert_id: int) -> list[Earning]:
    """Fees on statements, with the pay day settled; what is owed back is not taken off."""
    theirs = select(Statement.fee_cents, Statement.pay_on).where(
        Statement.organisation_id == current_organisation(),
        Statement.expert_id == expert_id,
        Statement.state.in_(STANDING),
        Statement.total_cents >= 0,
    )
    return [Earning(gross_cents=cents, ready_on=on, pay_on=on) for cents, on in _rows(theirs)]


def approved(expert_id: int) -> list[Earning]:
    """Fees approved and not yet on a statement, ready on the day of approval.

    What the person lets come later is ready then.
    """
    approved_on = func.date(func.timezone(TIME_ZONE, HourEntry.approved_at))
    ready_on = func.greatest(approved_on, Assignment.pay_from)
    waits = (HourEntry.state == EntryState.HELD) & (
        HourEntry.held_because == HeldReason.LATER_CHOSEN
    )
    theirs = (
        select(HourEntry.price_cents, ready_on)
        .join(HourEntry.assignment)
        .where(
            HourEntry.organisation_id == current_organisation(),
            HourEntry.expert_id == expert_id,
            (HourEntry.state == EntryState.APPROVED) | waits,
            ~on_a_statement(HourEntry),
            paid_by_payroll(),
        )
    )
    return [Earning(gross_cents=cents, ready_on=on) for cents, on in _rows(theirs)]


def promised(expert_id: int) -> list[Earning]:
    """Fees foreseen for accepted assignments, ready on the day of work or when she chose."""
    held_on = func.coalesce(
        Occasion.due_on, func.date(func.timezone(TIME_ZONE, Occasion.starts_at))
    )
    day = func.greatest(held_on, Assignment.pay_from)
    priced = (
        exists()
        .where(
            HourEntry.organisation_id == Assignment.organisation_id,
            HourEntry.assignment_id == Assignment.id,
            HourEntry.price_cents.is_not(None),
        )
        .correlate(Assignment)
    )
    theirs = (
        select(Assignment.fee_cents, day)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.expert_id == expert_id,
            Assignment.state.in_(SEATED),
            Assignment.attendance.is_distinct_from(Attendance.ABSENT),
            ~priced,
            paid_by_payroll(),
        )
    )
    return [Earning(gross_cents=cents, ready_on=on) for cents, on in _rows(theirs)]


def months_run() -> set[str]:
    """Payroll periods that have been run."""
    mine = select(StatementRun.month).where(
        StatementRun.organisation_id == current_organisation(), StatementRun.kind == RunKind.MONTH
    )
    return set(db.session.scalars(mine))


def on_a_statement(entry: type[HourEntry] | type[ExpenseEntry]) -> ColumnElement[bool]:
    """Whether a live line carries the entry."""
    own = (
        StatementLine.hour_entry_id if entry is HourEntry else StatementLine.expense_entry_id
    ) == entry.id
    return (
        exists()
        .where(StatementLine.organisation_id == entry.organisation_id, own, StatementLine.is_live)
        .correlate(entry)
    )


def paid_by_payroll() -> ColumnElement[bool]:
    """As `invoices.payers.goes_on_a_statement`, of the joined assignment."""
    return (Assignment.payer != Payer.OTHER_PAYS) & (Assignment.payee == Payee.PAYROLL)


def _rows(question: Select[*tuple[Any, ...]]) -> list[tuple[int, date]]:
    return [(row[0] or 0, row[1]) for row in db.session.execute(question)]
