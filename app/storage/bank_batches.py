"""Batches of fees the organisation pays itself, and the file of each that its bank pays from."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to
from invoices.payment.file import Version
from scheduling.payment_states import BankBatchState

PART = "-1"


class BankBatch(OfOrganisation, Base):
    """Numbered in one series with what payroll is given. Its file is written once, at approval."""

    __tablename__ = "bank_batches"
    __table_args__ = (
        belongs_to("paying_accounts", "paying_account_id"),
        UniqueConstraint("number"),
        CheckConstraint("approved_by <> created_by", name="approved_by_another"),
        CheckConstraint(
            "state in ('created', 'voided') or num_nulls(file, sha256, approved_by) = 0",
            name="file_before_approval",
        ),
        CheckConstraint(
            "state <> 'voided' or exported_at is null"
            " or (void_reason is not null and voided_by <> exported_by)",
            name="taken_file_is_voided_by_another",
        ),
        CheckConstraint("payments > 0 and cents > 0", name="pays_something"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger,
        primary_key=True,
        server_default=text("nextval('payment_batches_id_seq'::regclass)"),
        sort_order=-1,
    )
    number: Mapped[str]  # of the message, once and for ever
    state: Mapped[BankBatchState] = mapped_column(default=BankBatchState.CREATED)
    paying_account_id: Mapped[int]
    pay_on: Mapped[date]
    debit_on: Mapped[date]
    payments: Mapped[int]
    cents: Mapped[int]
    version: Mapped[Version]
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    exported_at: Mapped[datetime | None]
    exported_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    void_reason: Mapped[str | None] = mapped_column(info=personal.PAY)
    file: Mapped[bytes | None] = mapped_column(  # accounts: sealed
        deferred=True, info=personal.IDENTITY
    )
    sha256: Mapped[str | None]  # of the file as the bank gets it

    @property
    def part(self) -> str:
        """What the file names its one group of payments."""
        return f"{self.number}{PART}"


def next_id() -> int:
    """The id of a batch to come, which its number in the file is made of."""
    return db.session.scalars(select(func.nextval("payment_batches_id_seq"))).one()


def all_batches() -> list[BankBatch]:
    """Newest first."""
    mine = select(BankBatch).where(BankBatch.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(BankBatch.id.desc())))


def find(batch_id: int) -> BankBatch | None:
    mine = BankBatch.organisation_id == current_organisation()
    return db.session.scalar(select(BankBatch).where(mine, BankBatch.id == batch_id))


def by_id(batch_ids: Collection[int]) -> dict[int, BankBatch]:
    """Those that are there."""
    theirs = select(BankBatch).where(
        BankBatch.organisation_id == current_organisation(), BankBatch.id.in_(batch_ids)
    )
    return {each.id: each for each in db.session.scalars(theirs)}
