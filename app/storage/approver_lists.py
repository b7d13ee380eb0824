"""What waits for a cost centre's approver or deputy, and what she has approved."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from app.database import current_organisation, db
from app.storage.earnings import paid_by_payroll
from app.storage.entry_lists import AnyEntry, found_where
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.requests import ExpertRequest
from app.storage.statement_lines import StatementLine
from app.storage.units import Approver
from invoices.statements.held import SECOND_APPROVAL_ABOVE_CENTS, HeldReason
from scheduling.lifecycle import APPROVED, EntryState


def waiting_for_approver(user_id: int, day: date) -> list[AnyEntry]:
    """Checked entries of the cost centres that the user approves for on `day`."""
    centres = cost_centres_of(user_id, day)
    return found_where(
        lambda model: and_(
            model.state == EntryState.CHECKED, ExpertRequest.cost_centre_id.in_(centres)
        )
    )


def approved_by_approver(user_id: int, day: date) -> list[AnyEntry]:
    """Approved in the cost centres that the user approves for on `day`, and on no statement yet,

    but for what finance holds until finance lets it go.
    """
    centres = cost_centres_of(user_id, day)

    def is_free(model: Any) -> Any:
        hours = model is HourEntry
        column = StatementLine.hour_entry_id if hours else StatementLine.expense_entry_id
        line = select(StatementLine.id).where(
            StatementLine.organisation_id == model.organisation_id, column == model.id
        )
        whole = () if hours else (ExpenseEntry.part == 0, ~_a_part_is_held_or_issued())
        return and_(
            model.state.in_(APPROVED),
            model.held_because.is_distinct_from(HeldReason.BY_FINANCE),
            ExpertRequest.cost_centre_id.in_(centres),
            ~line.exists(),
            *whole,
        )

    return found_where(is_free)


def _a_part_is_held_or_issued() -> ColumnElement[bool]:
    """Held by finance, or on a statement."""
    part = aliased(ExpenseEntry)
    line = select(StatementLine.id).where(
        StatementLine.organisation_id == part.organisation_id,
        StatementLine.expense_entry_id == part.id,
    )
    return (
        select(part.id)
        .where(
            part.organisation_id == ExpenseEntry.organisation_id,
            part.part_of_id == ExpenseEntry.id,
            (part.held_because == HeldReason.BY_FINANCE) | line.exists(),
        )
        .exists()
    )


def perhaps_above_the_sum(user_id: int | None, day: date) -> list[AnyEntry]:
    """Approved by one person or by two, and on no statement yet: what is above the sum that needs
    two, and what may come to more, as half of a day becomes the whole of it at most.

    user_id   of the approver whose cost centres they are; none: of all
    """
    whose = (
        ()
        if user_id is None
        else (ExpertRequest.cost_centre_id.in_(cost_centres_of(user_id, day)),)
    )

    def is_free(model: Any) -> Any:
        hours = model is HourEntry
        column = StatementLine.hour_entry_id if hours else StatementLine.expense_entry_id
        line = select(StatementLine.id).where(
            StatementLine.organisation_id == model.organisation_id,
            column == model.id,
            StatementLine.is_live,
        )
        return and_(
            model.state.in_(APPROVED),
            model.price_cents * (2 if hours else 1) > SECOND_APPROVAL_ABOVE_CENTS,
            *whose,
            ~line.exists(),
            paid_by_payroll(),
        )

    return found_where(is_free)


def cost_centres_of(user_id: int, day: date) -> list[int]:
    """Ids of the cost centres that the user approves for on `day`, as approver or deputy."""
    kind = (Approver.cost_centre_id, Approver.is_deputy)
    newest = (
        select(Approver.cost_centre_id, Approver.user_id)
        .ext(distinct_on(*kind))
        .where(Approver.organisation_id == current_organisation(), Approver.valid_from <= day)
        .order_by(*kind, Approver.valid_from.desc(), Approver.id.desc())
        .subquery()
    )
    mine = select(newest.c.cost_centre_id).where(newest.c.user_id == user_id).distinct()
    return list(db.session.scalars(mine.order_by(newest.c.cost_centre_id)))
