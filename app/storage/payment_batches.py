"""Statements handed over to payroll together; the files are bytes, stored once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class PaymentBatch(OfOrganisation, Base):
    __tablename__ = "payment_batches"
    __table_args__ = (
        belongs_to("statement_runs", "run_id"),
        UniqueConstraint("organisation_id", "run_id"),
    )

    run_id: Mapped[int]
    persons: Mapped[int]
    total_cents: Mapped[int]
    per_person: Mapped[bytes] = mapped_column(info=personal.PAY)
    per_person_sha256: Mapped[str]
    per_line: Mapped[bytes] = mapped_column(info=personal.PAY)
    per_line_sha256: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    handed_over_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]


class Document(OfOrganisation, Base):
    """The printed bytes of an issued document."""

    __tablename__ = "documents"
    __table_args__ = (
        belongs_to("statements", "statement_id"),
        Index(None, "organisation_id", "statement_id", unique=True),
    )

    statement_id: Mapped[int]
    pdf: Mapped[bytes] = mapped_column(info=personal.PAY)
    sha256: Mapped[str]
    printed_at: Mapped[datetime]


def find_of_run(run_id: int) -> PaymentBatch | None:
    theirs = select(PaymentBatch).where(
        PaymentBatch.organisation_id == current_organisation(), PaymentBatch.run_id == run_id
    )
    return db.session.scalar(theirs)


def all_batches() -> list[PaymentBatch]:
    """Oldest first."""
    mine = select(PaymentBatch).where(PaymentBatch.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(PaymentBatch.id)))


def find_document(statement_id: int) -> Document | None:
    theirs = select(Document).where(
        Document.organisation_id == current_organisation(), Document.statement_id == statement_id
    )
    return db.session.scalar(theirs)
