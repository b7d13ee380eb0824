"""What payroll and the ledger are told of what the bank pays: files written once."""

from collections.abc import Collection

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, selectinload

from app.database import Base, current_organisation, db
from app.storage.kept_files import KeptFile
from app.storage.payments import Payment
from app.storage.statements import Statement
from app.storage.tables import belongs_to
from invoices.payroll_files.export_map import Per
from scheduling.payment_states import PaymentState


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


def statements_among(statement_ids: Collection[int]) -> dict[int, Statement]:
    """By id, with their lines."""
    theirs = select(Statement).where(
        Statement.organisation_id == current_organisation(), Statement.id.in_(statement_ids)
    )
    with_lines = theirs.options(selectinload(Statement.lines))
    return {one.id: one for one in db.session.scalars(with_lines)}


def bounced_among(statement_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """By statement, each payment that the bank gave back and the net it went by, oldest first."""
    theirs = select(Payment.statement_id, Payment.id, Payment.net_pay_id).where(
        Payment.organisation_id == current_organisation(),
        Payment.statement_id.in_(statement_ids),
        Payment.state == PaymentState.BOUNCED,
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for statement_id, payment_id, net_pay_id in db.session.execute(theirs.order_by(Payment.id)):
        found.setdefault(statement_id, []).append((payment_id, net_pay_id))
    return found
