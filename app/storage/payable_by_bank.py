"""Statements as the bank sees them: what nothing is on its way for, and what came back."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import selectinload

from app.database import current_organisation, db
from app.storage import hand_payments
from app.storage.payments import Payment
from app.storage.statements import Statement
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState
from scheduling.payment_states import LIVE_PAYMENT, PaymentState


def payable(*, lock: bool = False) -> list[Statement]:
    """Statements nothing is on its way for: new ones, and those whose payment bounced.

    Also a correction downwards of what came back: what is left has not been paid.
    """
    moved = (StatementState.HANDED_OVER, StatementState.PAID, StatementState.CORRECTED)
    new = (Statement.state == StatementState.ISSUED) & (
        (Statement.total_cents > 0) | came_back(Statement.refers_to_id)
    )
    ended = _has(Statement.id, (PaymentState.BOUNCED, PaymentState.VOIDED))
    ended |= hand_payments.was_withdrawn(Statement.id)
    waiting = (
        select(Statement)
        .where(
            Statement.organisation_id == current_organisation(),
            Statement.batch_id.is_(None),
            Statement.kind != StatementKind.CREDIT,
            new | (Statement.state.in_(moved) & ended),
            ~_has(Statement.id, LIVE_PAYMENT),
            ~hand_payments.stands(Statement.id),
        )
        .options(selectinload(Statement.lines))
        .order_by(Statement.pay_on, Statement.id)
    )
    if lock:
        waiting = waiting.with_for_update(of=Statement).execution_options(populate_existing=True)
    return list(db.session.scalars(waiting))


def came_back(statement_id: Any) -> ColumnElement[bool]:
    """Whether the bank gave the money of the statement back, and it has not been paid anew."""
    is_paid = _has(statement_id, LIVE_PAYMENT) | hand_payments.stands(statement_id)
    return _has(statement_id, (PaymentState.BOUNCED,)) & ~is_paid


def _has(statement_id: Any, states: Collection[PaymentState]) -> ColumnElement[bool]:
    return exists().where(
        Payment.organisation_id == current_organisation(),
        Payment.statement_id == statement_id,
        Payment.state.in_(states),
    )
