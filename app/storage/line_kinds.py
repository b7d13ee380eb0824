"""What each line of a statement was for: which kind of request, which kind of cost."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.requests import ExpertRequest
from app.storage.statement_lines import StatementLine
from invoices.statements.statement import GIVEN
from invoices.travel.costs import ExpenseKind
from invoices.travel.receipts import Proof
from scheduling.kinds import RequestKind

SEEN = (Proof.RECEIPT, Proof.PAPER)


@dataclass(frozen=True)
class LineKind:
    """expense is None for work. explained: the person's own word stands for the receipt.

    is_given  a thing was handed over for the work
    """

    request: RequestKind
    expense: ExpenseKind | None
    explained: bool
    assignment_id: int
    is_given: bool = False


def of_statements(statement_ids: Collection[int]) -> dict[int, LineKind]:
    """By line."""
    same = StatementLine.organisation_id
    asked = (
        select(
            StatementLine.id,
            ExpertRequest.kind,
            ExpenseEntry.kind,
            ExpenseEntry.explanation.is_not(None)
            & func.coalesce(ExpenseEntry.proof.not_in(SEEN), True),
            Assignment.id,
            StatementLine.kind == GIVEN,
        )
        .outerjoin(
            HourEntry,
            (HourEntry.organisation_id == same) & (HourEntry.id == StatementLine.hour_entry_id),
        )
        .outerjoin(
            ExpenseEntry,
            (ExpenseEntry.organisation_id == same)
            & (ExpenseEntry.id == StatementLine.expense_entry_id),
        )
        .join(
            Assignment,
            (Assignment.organisation_id == same)
            & (Assignment.id == func.coalesce(HourEntry.assignment_id, ExpenseEntry.assignment_id)),
        )
        .join(
            ExpertRequest,
            (ExpertRequest.organisation_id == same) & (ExpertRequest.id == Assignment.request_id),
        )
        .where(
            StatementLine.organisation_id == current_organisation(),
            StatementLine.statement_id.in_(statement_ids),
        )
    )
    return {
        line: LineKind(request, expense, bool(expense and explained), assignment, is_given)
        for line, request, expense, explained, assignment, is_given in db.session.execute(asked)
    }
