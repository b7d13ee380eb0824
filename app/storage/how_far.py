"""How far money has come: the one place that says which facts of a statement make which stage.

The facts are the state of the statement, the newest try of the bank to pay it, what payroll was
asked to pay by hand, and whether payroll said that it does not pay yet.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, select
from sqlalchemy.orm import aliased

from app.database import current_organisation, db
from app.storage import hand_payments
from app.storage.bank_batches import BankBatch
from app.storage.hand_payments import HandPayment
from app.storage.payments import Payment
from app.storage.payroll_answers import PayrollStop
from app.storage.statements import Statement
from scheduling.lifecycle import StatementState
from scheduling.payment_states import LIVE_PAYMENT, PaymentState


class Stage(StrEnum):
    HELD = "held"  # payroll cannot pay yet, or said so
    READY = "ready"  # approved, in no run
    IN_RUN = "in_run"  # on a statement, payroll has no file of it
    BOUNCED = "bounced"  # the bank did not pay it
    BATCHED = "batched"  # in a payment batch, the bank has no file of it
    AT_BANK = "at_bank"  # the bank was given the file
    EXPORTED = "exported"  # handed over to payroll
    PAID = "paid"


@dataclass(frozen=True)
class HowFar:
    """Of one statement.

    came_on      when its own payment came; None: it has not, or has come back
    came_back    the bank gave the money back, and it has not been paid since
    next_try_on  the pay day of the batch that carries it now
    """

    came_on: date | None
    came_back: bool
    next_try_on: date | None


BOUNCED = (PaymentState.BOUNCED,)
ENDED = (PaymentState.BOUNCED, PaymentState.VOIDED)
PAID = (StatementState.PAID, StatementState.CORRECTED)  # a correction moves only the difference

_TRIED, _BY_HAND = Payment.__table__.alias("tried"), HandPayment.__table__.alias("by_hand")
tried, by_hand = _TRIED.c, _BY_HAND.c

STANDS = Statement.state.not_in((StatementState.CREDITED, StatementState.CORRECTED))
IS_PAID_BY_HAND = by_hand.paid_on.is_not(None)
IS_GIVEN_BY_HAND = by_hand.given_at.is_not(None) & by_hand.withdrawn_at.is_(None)

# Of a statement joined by `with_its_ways`: the first that is true, else payroll has the file.
STAGES = (
    (IS_PAID_BY_HAND, Stage.PAID),
    (IS_GIVEN_BY_HAND, Stage.EXPORTED),
    ((tried.state == PaymentState.BOUNCED) & STANDS, Stage.BOUNCED),
    (tried.state.in_((PaymentState.PLANNED, PaymentState.APPROVED)), Stage.BATCHED),
    (tried.state == PaymentState.EXPORTED, Stage.AT_BANK),
    (Statement.state == StatementState.ISSUED, Stage.IN_RUN),
    (Statement.state != StatementState.HANDED_OVER, Stage.PAID),
    ((tried.state == PaymentState.VOIDED) | by_hand.id.is_not(None), Stage.IN_RUN),
    (PayrollStop.id.is_not(None), Stage.HELD),
)
STAGE = case(
    *((fact, literal(str(stage))) for fact, stage in STAGES), else_=literal(str(Stage.EXPORTED))
)
CAME_ON = case(
    (IS_PAID_BY_HAND, by_hand.paid_on),
    (tried.state == PaymentState.CONFIRMED, tried.paid_on),
    (
        tried.id.is_(None) & Statement.state.in_(PAID),
        func.coalesce(Statement.paid_on, Statement.pay_on),
    ),
)


def with_its_ways(statements: Select[Any]) -> Select[Any]:
    """With the newest try of the bank and by hand, and what payroll does not pay yet."""
    return (
        statements.outerjoin(_TRIED, _is_newest(tried, Payment, "attempt"))
        .outerjoin(_BY_HAND, _is_newest(by_hand, HandPayment, "id"))
        .outerjoin(PayrollStop, _of(PayrollStop, Statement.id) & PayrollStop.ended_at.is_(None))
    )


def of_statements(statement_ids: Collection[int]) -> dict[int, HowFar]:
    not_since = (tried.state != PaymentState.CONFIRMED) & by_hand.paid_on.is_(None)
    came_back = not_since & STANDS & _was_tried(Statement.id, BOUNCED)
    carried_by = and_(
        tried.state.in_(LIVE_PAYMENT),
        BankBatch.organisation_id == tried.organisation_id,
        BankBatch.id == tried.batch_id,
    )
    question = (
        with_its_ways(
            select(Statement.id, CAME_ON, came_back, BankBatch.pay_on).select_from(Statement)
        )
        .outerjoin(BankBatch, carried_by)
        .where(Statement.organisation_id == current_organisation(), Statement.id.in_(statement_ids))
    )
    return {
        statement_id: HowFar(came_on, bool(back), next_try_on)
        for statement_id, came_on, back, next_try_on in db.session.execute(question)
    }


def came_back(statement_id: Any) -> ColumnElement[bool]:
    """Whether the bank gave the money back and nothing is on its way since, nor came."""
    return _was_tried(statement_id, BOUNCED) & ~is_on_its_way(statement_id)


def has_come_back(statement_id: int) -> bool:
    return bool(db.session.scalar(select(came_back(statement_id))))


def ended(statement_id: Any) -> ColumnElement[bool]:
    """Whether a try ended without the money being paid."""
    return _was_tried(statement_id, ENDED) | hand_payments.was_withdrawn(statement_id)


def is_on_its_way(statement_id: Any) -> ColumnElement[bool]:
    """Whether it is in a batch or asked of payroll by hand, or has come by either."""
    return _was_tried(statement_id, LIVE_PAYMENT) | hand_payments.stands(statement_id)


def _was_tried(statement_id: Any, states: Collection[PaymentState]) -> ColumnElement[bool]:
    return exists().where(_of(Payment, statement_id), Payment.state.in_(states))


def _is_newest(way: Any, table: Any, place: str) -> ColumnElement[bool]:
    later = aliased(table)
    is_later = getattr(later, place) > getattr(way, place)
    return _of(way, Statement.id) & ~exists().where(_of(later, way.statement_id), is_later)


def _of(way: Any, statement_id: Any) -> ColumnElement[bool]:
    return (way.organisation_id == current_organisation()) & (way.statement_id == statement_id)
