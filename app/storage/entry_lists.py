"""Hour and expense entries together: of one assignment, or waiting for the same step."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.database import current_organisation, db
from app.storage import expense_entries, hour_entries
from app.storage.assignments import Assignment
from app.storage.entries import EntryKind
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from app.storage.units import Approver
from invoices.payers import INVOICING, Payer
from invoices.pricing.fee_table import Work
from scheduling.kinds import Attendance
from scheduling.lifecycle import SEATED, EntryState

AnyEntry = HourEntry | ExpenseEntry

KINDS: dict[EntryKind, type[HourEntry] | type[ExpenseEntry]] = {
    EntryKind.HOURS: HourEntry,
    EntryKind.EXPENSES: ExpenseEntry,
}


def get(kind: EntryKind, entry_id: int, *, lock: bool = False) -> AnyEntry:
    """Raises Missing."""
    if kind is EntryKind.HOURS:
        return hour_entries.get(entry_id, lock=lock)
    return expense_entries.get(entry_id, lock=lock)


def of_assignment(assignment_id: int) -> list[AnyEntry]:
    """Hours first, by day."""
    return found_where(lambda model: model.assignment_id == assignment_id)


def of_expert(expert_id: int) -> list[AnyEntry]:
    """Hours first, by day."""
    return found_where(lambda model: model.expert_id == expert_id)


def in_state(state: EntryState) -> list[AnyEntry]:
    """Hours first, by day."""
    return found_where(lambda model: model.state == state)


def reported_of_unit(unit_id: int) -> list[AnyEntry]:
    """What the unit has not yet confirmed."""
    return found_where(
        lambda model: and_(model.state == EntryState.REPORTED, ExpertRequest.unit_id == unit_id)
    )


def reported_of_request(request_id: int) -> list[AnyEntry]:
    """What the sender of one request has not yet confirmed."""
    return found_where(
        lambda model: and_(model.state == EntryState.REPORTED, ExpertRequest.id == request_id)
    )


def invoiced() -> list[AnyEntry]:
    """Approved work of those who send us an invoice, as `invoices.payers.is_invoiced`."""
    return found_where(
        lambda model: and_(
            model.state == EntryState.APPROVED,
            Assignment.payer != Payer.OTHER_PAYS,
            Assignment.payee.in_(INVOICING),
        )
    )


def to_invoice() -> list[AnyEntry]:
    """Approved work that we pay and invoice from whoever asked for it."""
    return found_where(
        lambda model: and_(
            model.state.in_((EntryState.APPROVED, EntryState.HELD)),
            Assignment.payer == Payer.WE_PAY_AND_INVOICE,
        )
    )


def priced_fees_of(assignment_id: int, work: Work) -> list[HourEntry]:
    """Entries of one kind of work that already carry a fee of the assignment."""
    question = select(HourEntry).where(
        HourEntry.organisation_id == current_organisation(),
        HourEntry.assignment_id == assignment_id,
        HourEntry.work == work,
        HourEntry.state.in_((EntryState.APPROVED, EntryState.HELD)),
    )
    return list(db.session.scalars(question.order_by(HourEntry.id)))


def activity_times(expert_id: int, *, without: Iterable[int] = ()) -> list[tuple[Any, Any]]:
    """Start and end of every activity reported for the expert, those of `without` left out."""
    question = select(HourEntry.starts_at, HourEntry.ends_at).where(
        HourEntry.organisation_id == current_organisation(),
        HourEntry.expert_id == expert_id,
        HourEntry.starts_at.is_not(None),
        HourEntry.id.not_in(list(without)),
    )
    return [(starts_at, ends_at) for starts_at, ends_at in db.session.execute(question)]


def untold_assignments(ended_after: datetime, ended_before: datetime) -> list[Assignment]:
    """Held between the moments, nothing reported of them, the earliest first.

    A group is left out: its attendance list tells the hours.
    """
    told = select(HourEntry.id).where(
        HourEntry.organisation_id == Assignment.organisation_id,
        HourEntry.assignment_id == Assignment.id,
        HourEntry.state != EntryState.DRAFT,
    )
    question = (
        select(Assignment)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.state.in_(SEATED),
            Assignment.attendance.is_distinct_from(Attendance.ABSENT),
            ~Assignment.is_group,
            Occasion.ends_at.between(ended_after, ended_before),
            ~told.exists(),
        )
    )
    return list(db.session.scalars(question.order_by(Occasion.ends_at, Assignment.id)))


def approvers_on(day: date) -> list[int]:
    """Ids of users who approve for some cost centre on `day`."""
    chosen = select(Approver.user_id).where(
        Approver.organisation_id == current_organisation(), Approver.valid_from <= day
    )
    return list(db.session.scalars(chosen.distinct().order_by(Approver.user_id)))


def has_been_on_a_statement(entry: AnyEntry) -> bool:
    """Also on one that has been cancelled since."""
    of = StatementLine.hour_entry_id
    column = of if entry.entry_kind is EntryKind.HOURS else StatementLine.expense_entry_id
    line = select(StatementLine.id).where(
        StatementLine.organisation_id == current_organisation(), column == entry.id
    )
    return db.session.scalar(line.limit(1)) is not None


def statements_of(entries: Sequence[AnyEntry]) -> dict[tuple[EntryKind, int], Statement]:
    """The live statement of each entry that is on one."""
    found: dict[tuple[EntryKind, int], Statement] = {}
    for kind, column in (
        (EntryKind.HOURS, StatementLine.hour_entry_id),
        (EntryKind.EXPENSES, StatementLine.expense_entry_id),
    ):
        ids = [entry.id for entry in entries if entry.entry_kind is kind]
        lines = (
            select(column, Statement)
            .join(
                Statement,
                and_(
                    Statement.organisation_id == StatementLine.organisation_id,
                    Statement.id == StatementLine.statement_id,
                ),
            )
            .where(
                StatementLine.organisation_id == current_organisation(),
                StatementLine.is_live,
                column.in_(ids),
            )
        )
        if ids:
            found |= {
                (kind, entry_id): paid for entry_id, paid in db.session.execute(lines) if entry_id
            }
    return found


def found_where(condition: Any) -> list[AnyEntry]:
    """condition: of the table. With the assignment, its request and occasion, its expert."""
    found: list[AnyEntry] = []
    for model in KINDS.values():
        question = (
            select(model)
            .join(model.assignment)
            .join(Assignment.request)
            .where(
                model.organisation_id == current_organisation(),
                condition(model),
                *_without_parts_left_behind(model),
            )
            .options(
                contains_eager(model.assignment)
                .contains_eager(Assignment.request)
                .options(joinedload(ExpertRequest.unit), joinedload(ExpertRequest.cost_centre)),
                contains_eager(model.assignment).joinedload(Assignment.occasion),
                joinedload(model.expert),
            )
            .order_by(model.day, model.assignment_id, model.id)
        )
        found += db.session.scalars(question)
    return found


def _without_parts_left_behind(model: Any) -> list[Any]:
    """Of a claim that went back for mending, its parts are made anew when it is approved."""
    if model is not ExpenseEntry:
        return []
    return [or_(ExpenseEntry.part == 0, ExpenseEntry.state != EntryState.RETURNED)]
