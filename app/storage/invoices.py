"""Invoices of work: those sent to us by companies and associations, and those we send ourselves."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class FeeAndInvoice(Refusal):
    """The event has been paid as a fee, or is paid by payroll."""

    code = "fee_and_invoice"


class AlreadyInvoiced(Refusal):
    """The work is on an invoice already."""

    code = "already_invoiced"


class ReceivedInvoice(OfOrganisation, Base):
    """One assignment on an invoice sent to us; an invoice of several has a row for each.

    prepayment_checked_on  when the prepayment register was looked at
    yel_checked_on         when the insurance of a self-employed person was seen
    yel_not_needed         it does not apply; both are asked of a company of her own only
    """

    __tablename__ = "received_invoices"
    __table_args__ = (
        belongs_to("assignments", "assignment_id"),
        UniqueConstraint("organisation_id", "assignment_id"),
        CheckConstraint("cents >= 0", name="cents_not_negative"),
    )

    assignment_id: Mapped[int]
    number: Mapped[str] = mapped_column(info=personal.PAY)
    invoiced_on: Mapped[date]
    cents: Mapped[int]
    prepayment_checked_on: Mapped[date | None]
    yel_checked_on: Mapped[date | None]
    yel_not_needed: Mapped[bool] = mapped_column(default=False)
    noted_at: Mapped[datetime]
    noted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


class SentInvoice(OfOrganisation, Base):
    """One assignment on an invoice that sales invoicing has sent for us."""

    __tablename__ = "sent_invoices"
    __table_args__ = (
        belongs_to("assignments", "assignment_id"),
        UniqueConstraint("organisation_id", "assignment_id"),
        Index(None, "organisation_id", "number"),
    )

    assignment_id: Mapped[int]
    number: Mapped[str] = mapped_column(info=personal.PAY)
    invoiced_on: Mapped[date]
    cents: Mapped[int]
    noted_at: Mapped[datetime]
    noted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


refused_by("fee_or_invoice", FeeAndInvoice)
refused_by("uq_received_invoices_organisation_id_assignment_id", AlreadyInvoiced)
refused_by("uq_sent_invoices_organisation_id_assignment_id", AlreadyInvoiced)


def received(assignment_ids: Collection[int]) -> dict[int, ReceivedInvoice]:
    """By assignment."""
    mine = select(ReceivedInvoice).where(
        ReceivedInvoice.organisation_id == current_organisation(),
        ReceivedInvoice.assignment_id.in_(assignment_ids),
    )
    return {row.assignment_id: row for row in db.session.scalars(mine)}


def sent(assignment_ids: Collection[int]) -> dict[int, SentInvoice]:
    """By assignment."""
    mine = select(SentInvoice).where(
        SentInvoice.organisation_id == current_organisation(),
        SentInvoice.assignment_id.in_(assignment_ids),
    )
    return {row.assignment_id: row for row in db.session.scalars(mine)}


def sent_together(number: str, *, lock: bool = False) -> list[SentInvoice]:
    """All that is on one invoice of ours."""
    mine = select(SentInvoice).where(
        SentInvoice.organisation_id == current_organisation(), SentInvoice.number == number
    )
    ordered = mine.order_by(SentInvoice.id)
    return list(db.session.scalars(ordered.with_for_update() if lock else ordered))
