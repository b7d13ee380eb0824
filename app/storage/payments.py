"""Fees the organisation pays itself: batches, the files a bank pays from, and what it answered."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal
from app.storage.statements import Statement
from app.storage.tables import FourEyes, OfOrganisation, belongs_to
from invoices.payment.file import Version
from scheduling.payment_states import LIVE_PAYMENT, BankBatchState, PaymentState

SENT = (PaymentState.EXPORTED, PaymentState.CONFIRMED, PaymentState.BOUNCED)
PART = "-1"
LIVE = ", ".join(f"'{state}'" for state in LIVE_PAYMENT)


class PaidTwice(Refusal):
    """A payment of the statement is on its way or done already."""

    code = "paid_twice"


class NotPayable(Refusal):
    """Credited, handed over to payroll, or not the sum that was counted."""

    code = "not_payable"


class KeptAsItIs(Refusal):
    """What money moved by is only added to."""

    code = "kept_as_it_is"


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


class Payment(OfOrganisation, Base):
    """One try to pay one statement; a bounced one is closed and a new one made."""

    __tablename__ = "payments"
    __table_args__ = (
        belongs_to("bank_batches", "batch_id"),
        belongs_to("statements", "statement_id"),
        belongs_to("net_pays", "net_pay_id"),
        UniqueConstraint("number"),
        UniqueConstraint("organisation_id", "statement_id", "attempt"),
        CheckConstraint("cents > 0", name="cents_positive"),
        CheckConstraint("state <> 'confirmed' or paid_on is not null", name="paid_on_a_day"),
        Index(
            "one_live_payment_per_statement",
            "organisation_id",
            "statement_id",
            unique=True,
            postgresql_where=f"state in ({LIVE})",
        ),
        Index(None, "organisation_id", "batch_id"),
    )

    batch_id: Mapped[int]
    statement_id: Mapped[int]
    net_pay_id: Mapped[int]
    attempt: Mapped[int]
    number: Mapped[str]  # what comes back from the bank
    state: Mapped[PaymentState] = mapped_column(default=PaymentState.PLANNED)
    cents: Mapped[int]
    name: Mapped[str] = mapped_column(info=personal.NAME)
    iban: Mapped[bytes] = mapped_column(info=personal.IDENTITY)
    masked: Mapped[str] = mapped_column(info=personal.PAY)
    bank_said: Mapped[str | None] = mapped_column(info=personal.PAY)  # its code, as AC04
    settled_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]  # when the person had the money; stays when it bounces later
    statement: Mapped[Statement] = relationship(viewonly=True)


refused_by("one_live_payment_per_statement", PaidTwice)
refused_by("uq_payments_organisation_id_statement_id_attempt", PaidTwice)
refused_by("payment_is_of_a_payable_statement", NotPayable)
refused_by("money_record_is_kept", KeptAsItIs)
refused_by("statement_with_a_live_payment", PaidTwice)
refused_by("ck_bank_batches_approved_by_another", FourEyes)
refused_by("ck_bank_batches_taken_file_is_voided_by_another", FourEyes)


def next_batch_id() -> int:
    """The id of a batch to come, which its number in the file is made of."""
    return db.session.scalars(select(func.nextval("payment_batches_id_seq"))).one()


def all_batches() -> list[BankBatch]:
    """Newest first."""
    mine = select(BankBatch).where(BankBatch.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(BankBatch.id.desc())))


def find_batch(batch_id: int) -> BankBatch | None:
    mine = BankBatch.organisation_id == current_organisation()
    return db.session.scalar(select(BankBatch).where(mine, BankBatch.id == batch_id))


def of_batch(batch_id: int) -> list[Payment]:
    """In the order they stand in the file."""
    return _payments(Payment.batch_id == batch_id)


def of_statements(statement_ids: Collection[int]) -> dict[int, list[Payment]]:
    """The tries to pay each, oldest first."""
    tries: dict[int, list[Payment]] = {}
    for payment in _payments(Payment.statement_id.in_(statement_ids)):
        tries.setdefault(payment.statement_id, []).append(payment)
    return tries


def batches_of(items: Iterable[Payment]) -> dict[int, BankBatch]:
    """By id."""
    theirs = select(BankBatch).where(
        BankBatch.organisation_id == current_organisation(),
        BankBatch.id.in_({item.batch_id for item in items}),
    )
    return {each.id: each for each in db.session.scalars(theirs)}


def sent(named: Collection[str], *, lock: bool = False) -> list[Payment]:
    """Of those that have been in a file a bank was given: by their own numbers, and the whole
    batches of these numbers.
    """
    batches = select(BankBatch.id).where(
        BankBatch.organisation_id == current_organisation(), BankBatch.number.in_(named)
    )
    theirs = Payment.number.in_(named) | Payment.batch_id.in_(batches)
    return _payments(Payment.state.in_(SENT) & theirs, lock=lock)


def _payments(condition: ColumnElement[bool], *, lock: bool = False) -> list[Payment]:
    mine = select(Payment).options(joinedload(Payment.statement))
    mine = mine.where(Payment.organisation_id == current_organisation(), condition)
    if lock:
        mine = mine.with_for_update(of=Payment).execution_options(populate_existing=True)
    return list(db.session.scalars(mine.order_by(Payment.id)))
