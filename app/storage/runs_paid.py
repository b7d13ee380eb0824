"""Payroll runs of which nothing waits any more, where the organisation pays by itself."""

from sqlalchemy import func, select

from app.database import current_organisation, db
from app.storage import hand_payments
from app.storage.payments import Payment
from app.storage.statements import Statement
from scheduling.lifecycle import StatementState


def ids() -> set[int]:
    """Ids of the runs in which the bank was given statements and nothing waits any more."""
    mine = Statement.organisation_id == current_organisation()
    sent = select(Payment.statement_id).where(Payment.organisation_id == current_organisation())
    waits = (StatementState.ISSUED, StatementState.HANDED_OVER)
    by_run = (
        select(Statement.run_id)
        .where(mine, Statement.total_cents > 0)
        .group_by(Statement.run_id)
        .having(func.bool_and(Statement.state.not_in(waits)))
        .having(func.bool_or(Statement.id.in_(sent) | hand_payments.stands(Statement.id)))
    )
    return set(db.session.scalars(by_run))
