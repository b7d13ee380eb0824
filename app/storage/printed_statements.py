"""Issued statements as they were printed: bytes, stored once."""

from datetime import datetime

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to


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


def find(statement_id: int) -> Document | None:
    theirs = select(Document).where(
        Document.organisation_id == current_organisation(), Document.statement_id == statement_id
    )
    return db.session.scalar(theirs)


def unprinted_of_run(run_id: int) -> list[int]:
    """Ids of the run's statements whose printed document has not been made yet."""
    printed = select(Document.statement_id).where(
        Document.organisation_id == current_organisation()
    )
    theirs = select(Statement.id).where(
        Statement.organisation_id == current_organisation(),
        Statement.run_id == run_id,
        Statement.id.not_in(printed),
    )
    return list(db.session.scalars(theirs.order_by(Statement.id)))
