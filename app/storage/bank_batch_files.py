"""What payroll and the ledger are told of what the bank pays: files written once."""

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from app.database import Base, current_organisation, db
from app.storage.kept_files import KeptFile
from app.storage.tables import belongs_to
from invoices.payroll_files.export_map import Per


class BatchFile(KeptFile, Base):
    __tablename__ = "batch_files"
    __table_args__ = (
        belongs_to("bank_batches", "batch_id"),
        UniqueConstraint("organisation_id", "batch_id", "per"),
    )

    batch_id: Mapped[int]


def of_batch(batch_id: int) -> dict[Per, BatchFile]:
    """Empty until the batch has left."""
    theirs = select(BatchFile).where(
        BatchFile.organisation_id == current_organisation(), BatchFile.batch_id == batch_id
    )
    return {one.per: one for one in db.session.scalars(theirs)}
