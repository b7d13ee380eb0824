"""What the Incomes Register was told of each payment, and what it may have to be told."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    UniqueConstraint,
    exists,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship, selectinload

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import left_out_of_register, personal
from app.storage.bank_batches import BankBatch
from app.storage.left_out_of_register import LeftOut
from app.storage.payments import Payment
from app.storage.payouts import PayoutIdentity
from app.storage.pension_arrangements import PensionArrangement
from app.storage.register_deliveries import RegisterDelivery
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to
from scheduling.lifecycle import StatementState
from scheduling.payment_states import PaymentState
from scheduling.register_states import STANDING, ReportState


class ReportedTwice(Refusal):
    """The payment is in a file already."""

    code = "reported_twice"


class NotPaid(Refusal):
    """Only what has been paid is reported."""

    code = "not_paid_yet"


class Action(StrEnum):
    NEW = "new"
    REPLACE = "replace"
    INVALIDATE = "invalidate"


class RegisterReport(OfOrganisation, Base):
    """One report in one file. Only its state changes.

    lines       as they were told; an invalidation has none
    hetu_index  whom it was told of, and under which pension insurance if any
    """

    __tablename__ = "register_reports"
    __table_args__ = (
        belongs_to("register_deliveries", "delivery_id"),
        belongs_to("payments", "payment_id"),
        belongs_to("statements", "statement_id"),
        belongs_to("pension_arrangements", "pension_arrangement_id"),
        UniqueConstraint("organisation_id", "delivery_id", "report_id"),
        CheckConstraint(
            "(action = 'invalidate') = (jsonb_array_length(lines) = 0)", name="tells_its_lines"
        ),
        Index(
            "one_waiting_report_per_payment",
            "organisation_id",
            "payment_id",
            unique=True,
            postgresql_where="state = 'waiting'",
        ),
        Index(
            "one_current_report_per_payment",
            "organisation_id",
            "payment_id",
            unique=True,
            postgresql_where="state = 'accepted' and action <> 'invalidate'",
        ),
        Index(
            "told_once_as_new",
            "organisation_id",
            "payment_id",
            unique=True,
            postgresql_where="action = 'new' and state in ('waiting', 'accepted', 'replaced')",
        ),
        Index(None, "organisation_id", "payment_id"),
        Index(None, "organisation_id", "statement_id"),
    )

    delivery_id: Mapped[int]
    payment_id: Mapped[int]
    statement_id: Mapped[int]
    action: Mapped[Action]
    report_id: Mapped[str]  # the register's ReportId: the same of a payment and its replacements
    state: Mapped[ReportState] = mapped_column(default=ReportState.WAITING)
    due_on: Mapped[date | None]
    paid_cents: Mapped[int]
    deducted_cents: Mapped[int]
    hetu_index: Mapped[bytes] = mapped_column(info=personal.IDENTITY)
    pension_arrangement_id: Mapped[int | None]
    lines: Mapped[list[Any]] = mapped_column(JSONB, info=personal.TAX)

    statement: Mapped[Statement] = relationship(viewonly=True)
    delivery: Mapped[RegisterDelivery] = relationship(viewonly=True)
    pension: Mapped[PensionArrangement | None] = relationship(viewonly=True)


refused_by("one_waiting_report_per_payment", ReportedTwice)
refused_by("one_current_report_per_payment", ReportedTwice)
refused_by("told_once_as_new", ReportedTwice)
refused_by("report_is_of_what_was_paid", NotPaid)


def of_delivery(delivery_id: int) -> list[RegisterReport]:
    """In the order they stand in the file."""
    return _reports(RegisterReport.delivery_id == delivery_id)


def of_statements(statement_ids: Collection[int]) -> dict[int, list[RegisterReport]]:
    """Everything told of the payments of each, oldest first."""
    told: dict[int, list[RegisterReport]] = {}
    for report in _reports(RegisterReport.statement_id.in_(statement_ids)):
        told.setdefault(report.statement_id, []).append(report)
    return told


def to_look_at(first_day: date) -> list[Payment]:
    """Payments that may have to be told or told anew, by day of payment and number.

    Paid since the day and in no file, or told and since then bounced, corrected, told by hand
    or of another identity code; the caller compares.
    """
    same = Payment.organisation_id == current_organisation()
    told = RegisterReport.payment_id == Payment.id
    standing = exists().where(
        RegisterReport.organisation_id == Payment.organisation_id,
        told,
        RegisterReport.action == Action.NEW,
        RegisterReport.state.in_(STANDING),
    )
    paid = (Payment.state == PaymentState.CONFIRMED) & (Payment.paid_on >= first_day)
    moved = or_(
        Payment.state == PaymentState.BOUNCED,
        Statement.state == StatementState.CORRECTED,
        _identity_changed(),
        _pension_changed(),
        exists().where(
            LeftOut.organisation_id == Payment.organisation_id, LeftOut.payment_id == Payment.id
        ),
    )
    found = (
        select(Payment)
        .join(Payment.statement)
        .where(same, (paid & ~standing) | (standing & moved))
        .options(selectinload(Payment.statement).selectinload(Statement.lines))
        .order_by(Payment.paid_on, Payment.id)
    )
    return list(db.session.scalars(found))


def not_confirmed(day: date) -> list[tuple[Payment, date]]:
    """On their way to people who should have had the money by the day, with that day."""
    late = (
        select(Payment, BankBatch.pay_on)
        .join(
            BankBatch,
            (BankBatch.organisation_id == Payment.organisation_id)
            & (BankBatch.id == Payment.batch_id),
        )
        .where(
            Payment.organisation_id == current_organisation(),
            Payment.state == PaymentState.EXPORTED,
            BankBatch.pay_on <= day,
        )
        .options(selectinload(Payment.statement))
        .order_by(BankBatch.pay_on, Payment.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(late)]


def untold(first_day: date) -> list[Payment]:
    """Paid since the day, by no report that stands and by nobody's hand; asked apart."""
    told = select(RegisterReport.payment_id).where(
        RegisterReport.organisation_id == current_organisation(),
        RegisterReport.action == Action.NEW,
        RegisterReport.state.in_(STANDING),
    )
    paid = select(Payment).where(
        Payment.organisation_id == current_organisation(),
        Payment.state == PaymentState.CONFIRMED,
        Payment.paid_on >= first_day,
        Payment.id.not_in(told),
        Payment.id.not_in(list(left_out_of_register.left_out())),
    )
    return list(db.session.scalars(paid.order_by(Payment.id)))


def _identity_changed() -> ColumnElement[bool]:
    """Joined by the person: beside each payment by itself, all would be held against all."""
    theirs = aliased(Statement)
    changed = (
        select(RegisterReport.payment_id)
        .join(theirs, theirs.id == RegisterReport.statement_id)
        .join(PayoutIdentity, PayoutIdentity.expert_id == theirs.expert_id)
        .where(
            RegisterReport.organisation_id == current_organisation(),
            RegisterReport.state == ReportState.ACCEPTED,
            theirs.organisation_id == RegisterReport.organisation_id,
            PayoutIdentity.organisation_id == RegisterReport.organisation_id,
            PayoutIdentity.hetu_index != RegisterReport.hetu_index,
        )
    )
    return Payment.id.in_(changed)


def _pension_changed() -> ColumnElement[bool]:
    return exists().where(
        RegisterReport.organisation_id == Payment.organisation_id,
        RegisterReport.payment_id == Payment.id,
        RegisterReport.state == ReportState.ACCEPTED,
        PensionArrangement.organisation_id == Payment.organisation_id,
        PensionArrangement.expert_id == Statement.expert_id,
        PensionArrangement.first_day <= Payment.paid_on,
        PensionArrangement.id > RegisterReport.pension_arrangement_id,
    )


def _reports(condition: ColumnElement[bool]) -> list[RegisterReport]:
    mine = (
        select(RegisterReport)
        .where(RegisterReport.organisation_id == current_organisation(), condition)
        .options(selectinload(RegisterReport.statement), selectinload(RegisterReport.delivery))
        .order_by(RegisterReport.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(mine))
