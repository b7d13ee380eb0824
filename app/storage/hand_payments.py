"""Statements that the bank cannot pay: given to payroll, which counts the tax and pays them."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, exists, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to


class GivenToPayroll(Refusal):
    """Somebody has asked payroll to pay the statement, or it has."""

    code = "given_to_payroll"


class NotUnpaid(Refusal):
    """The bank is paying it, payroll was given it with its run, or it was credited."""

    code = "not_unpaid"


class HandState(StrEnum):
    """Read from the days of its steps."""

    ASKED = "asked"
    GIVEN = "given"  # to payroll, by another person
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class HandPayment(OfOrganisation, Base):
    """Asked by one, given to payroll by another. paid_on: the day payroll paid it."""

    __tablename__ = "hand_payments"
    __table_args__ = (
        belongs_to("statements", "statement_id"),
        CheckConstraint("given_by <> asked_by", name="given_by_another"),
        CheckConstraint("withdrawn_by <> given_by", name="withdrawn_by_another"),
        CheckConstraint("paid_on is null or given_at is not null", name="given_before_paid"),
        CheckConstraint("paid_on is null or withdrawn_at is null", name="paid_or_withdrawn"),
        Index(
            "one_hand_payment_per_statement",
            "organisation_id",
            "statement_id",
            unique=True,
            postgresql_where="withdrawn_at is null",
        ),
    )

    statement_id: Mapped[int]
    reason: Mapped[str] = mapped_column(info=personal.PAY)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[datetime | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    paid_on: Mapped[date | None]
    paid_at: Mapped[datetime | None]
    paid_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_because: Mapped[str | None] = mapped_column(info=personal.PAY)
    statement: Mapped[Statement] = relationship(viewonly=True)

    @property
    def state(self) -> HandState:
        if self.withdrawn_at is not None:
            return HandState.WITHDRAWN
        if self.paid_on is not None:
            return HandState.PAID
        return HandState.ASKED if self.given_at is None else HandState.GIVEN


refused_by("one_hand_payment_per_statement", GivenToPayroll)
refused_by("statement_given_to_payroll", GivenToPayroll)
refused_by("hand_payment_is_of_an_unpaid_statement", NotUnpaid)


def find(statement_id: int, *, lock: bool = False) -> HandPayment | None:
    """What stands for the statement."""
    theirs = select(HandPayment).where(
        HandPayment.organisation_id == current_organisation(),
        HandPayment.statement_id == statement_id,
        HandPayment.withdrawn_at.is_(None),
    )
    if lock:
        theirs = theirs.with_for_update(of=HandPayment).execution_options(populate_existing=True)
    return db.session.scalar(theirs)


def newest(statement_id: int) -> HandPayment | None:
    """What stands for the statement, else what was withdrawn last."""
    theirs = select(HandPayment).where(
        HandPayment.organisation_id == current_organisation(),
        HandPayment.statement_id == statement_id,
    )
    return db.session.scalar(theirs.order_by(HandPayment.id.desc()).limit(1))


def all_of_them() -> list[HandPayment]:
    """What stands or payroll was given once: first what is not paid, then the newest."""
    mine = (
        select(HandPayment)
        .where(
            HandPayment.organisation_id == current_organisation(),
            HandPayment.withdrawn_at.is_(None) | HandPayment.given_at.is_not(None),
        )
        .options(joinedload(HandPayment.statement))
        .order_by(
            HandPayment.paid_on.is_not(None) | HandPayment.withdrawn_at.is_not(None),
            HandPayment.id.desc(),
        )
    )
    return list(db.session.scalars(mine))


def paid_days(statement_ids: Collection[int]) -> dict[int, date]:
    """Of these, when payroll paid what it was given by hand."""
    theirs = select(HandPayment.statement_id, HandPayment.paid_on).where(
        HandPayment.organisation_id == current_organisation(),
        HandPayment.statement_id.in_(statement_ids),
        HandPayment.withdrawn_at.is_(None),
        HandPayment.paid_on.is_not(None),
    )
    return {statement_id: day for statement_id, day in db.session.execute(theirs) if day}


def stands(statement_id: Any) -> ColumnElement[bool]:
    return exists().where(
        HandPayment.organisation_id == current_organisation(),
        HandPayment.statement_id == statement_id,
        HandPayment.withdrawn_at.is_(None),
    )


def was_withdrawn(statement_id: Any) -> ColumnElement[bool]:
    return exists().where(
        HandPayment.organisation_id == current_organisation(),
        HandPayment.statement_id == statement_id,
        HandPayment.withdrawn_at.is_not(None),
    )
