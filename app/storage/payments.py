"""Fees the organisation pays itself, try by try, and what became of each."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal
from app.storage.bank_batches import BankBatch
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to
from scheduling.payment_states import LIVE_PAYMENT, PaymentState

SENT = (PaymentState.EXPORTED, PaymentState.CONFIRMED, PaymentState.BOUNCED)
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


def of_batch(batch_id: int) -> list[Payment]:
    """In the order they stand in the file."""
    return _payments(Payment.batch_id == batch_id)


def of_statements(statement_ids: Collection[int]) -> dict[int, list[Payment]]:
    """The tries to pay each, oldest first."""
    tries: dict[int, list[Payment]] = {}
    for payment in _payments(Payment.statement_id.in_(statement_ids)):
        tries.setdefault(payment.statement_id, []).append(payment)
    return tries


def sent(named: Collection[str], *, lock: bool = False) -> list[Payment]:
    """Of those that have been in a file a bank was given: by their own numbers, and the whole
    batches of these numbers.
    """
    batches = select(BankBatch.id).where(
        BankBatch.organisation_id == current_organisation(), BankBatch.number.in_(named)
    )
    theirs = Payment.number.in_(named) | Payment.batch_id.in_(batches)
    return _payments(Payment.state.in_(SENT) & theirs, lock=lock)


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


def _payments(condition: ColumnElement[bool], *, lock: bool = False) -> list[Payment]:
    mine = select(Payment).options(joinedload(Payment.statement))
    mine = mine.where(Payment.organisation_id == current_organisation(), condition)
    if lock:
        mine = mine.with_for_update(of=Payment).execution_options(populate_existing=True)
    return list(db.session.scalars(mine.order_by(Payment.id)))
