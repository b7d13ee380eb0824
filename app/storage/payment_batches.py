"""Statements handed over to payroll together; the files are bytes, stored once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to
from invoices.payroll_files.export_map import ExportMap, Per, read_stored, usual_map


class PaymentBatch(OfOrganisation, Base):
    """The maps say how the files are written; None: as they were before there were maps."""

    __tablename__ = "payment_batches"
    __table_args__ = (
        belongs_to("statement_runs", "run_id"),
        UniqueConstraint("organisation_id", "run_id"),
    )

    run_id: Mapped[int]
    persons: Mapped[int]
    total_cents: Mapped[int]
    per_person: Mapped[bytes] = mapped_column(deferred=True, info=personal.PAY)
    per_person_sha256: Mapped[str]
    per_line: Mapped[bytes] = mapped_column(deferred=True, info=personal.PAY)
    per_line_sha256: Mapped[str]
    person_map: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    line_map: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    handed_over_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]

    def map_of(self, per: Per) -> ExportMap:
        stored = self.person_map if per == Per.PERSON else self.line_map
        return usual_map(per) if stored is None else read_stored(stored)

    def file_of(self, per: Per) -> bytes:
        return self.per_person if per == Per.PERSON else self.per_line


def find_of_run(run_id: int) -> PaymentBatch | None:
    theirs = select(PaymentBatch).where(
        PaymentBatch.organisation_id == current_organisation(), PaymentBatch.run_id == run_id
    )
    return db.session.scalar(theirs)


def all_batches() -> list[PaymentBatch]:
    """Oldest first."""
    mine = select(PaymentBatch).where(PaymentBatch.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(PaymentBatch.id)))
