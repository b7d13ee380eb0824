"""Statements as the bank sees them: what nothing is on its way for, and what came back."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import current_organisation, db
from app.storage.how_far import came_back, ended, is_on_its_way
from app.storage.statements import Statement
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState


def payable(*, lock: bool = False) -> list[Statement]:
    """Statements nothing is on its way for: new ones, and those whose payment bounced.

    Also a correction downwards of what came back: what is left has not been paid.
    """
    moved = (StatementState.HANDED_OVER, StatementState.PAID, StatementState.CORRECTED)
    new = (Statement.state == StatementState.ISSUED) & (
        (Statement.total_cents > 0) | came_back(Statement.refers_to_id)
    )
    waiting = (
        select(Statement)
        .where(
            Statement.organisation_id == current_organisation(),
            Statement.batch_id.is_(None),
            Statement.kind != StatementKind.CREDIT,
            new | (Statement.state.in_(moved) & ended(Statement.id)),
            ~is_on_its_way(Statement.id),
        )
        .options(selectinload(Statement.lines))
        .order_by(Statement.pay_on, Statement.id)
    )
    if lock:
        waiting = waiting.with_for_update(of=Statement).execution_options(populate_existing=True)
    return list(db.session.scalars(waiting))
