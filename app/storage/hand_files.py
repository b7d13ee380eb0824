"""What payroll and the ledger are told of a statement given by hand: files written once."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from app.database import Base, current_organisation, db
from app.storage.hand_payments import HandPayment
from app.storage.kept_files import KeptFile
from app.storage.net_pays import NetPay
from app.storage.payments import Payment
from app.storage.tables import belongs_to
from invoices.payroll_files.export_map import Per
from scheduling.payment_states import PaymentState


class HandFile(KeptFile, Base):
    """Of one giving: what is withdrawn and given again has files of its own."""

    __tablename__ = "hand_files"
    __table_args__ = (
        belongs_to("hand_payments", "hand_payment_id"),
        UniqueConstraint("organisation_id", "hand_payment_id", "per"),
    )

    hand_payment_id: Mapped[int]


@dataclass(frozen=True)
class Given:
    """files: of one giving that stands or has been withdrawn."""

    payment: HandPayment
    files: dict[Per, HandFile]


def of_payment(hand_payment_id: int) -> dict[Per, HandFile]:
    """Empty until it has been given."""
    return _of([hand_payment_id]).get(hand_payment_id, {})


def given(statement_id: int | None = None) -> list[Given]:
    """Of one statement or of all, each giving with its files: oldest first."""
    theirs = select(HandPayment).where(
        HandPayment.organisation_id == current_organisation(), HandPayment.given_at.is_not(None)
    )
    if statement_id is not None:
        theirs = theirs.where(HandPayment.statement_id == statement_id)
    found = list(db.session.scalars(theirs.order_by(HandPayment.given_at, HandPayment.id)))
    files = _of([one.id for one in found])
    return [Given(one, files.get(one.id, {})) for one in found]


def bounced_net(statement_id: int) -> NetPay | None:
    """What the ledger was told was paid of it, before the bank gave the money back."""
    theirs = (
        select(NetPay)
        .join(
            Payment,
            (Payment.organisation_id == NetPay.organisation_id) & (Payment.net_pay_id == NetPay.id),
        )
        .where(
            Payment.organisation_id == current_organisation(),
            Payment.statement_id == statement_id,
            Payment.state == PaymentState.BOUNCED,
        )
        .order_by(Payment.id.desc())
    )
    return db.session.scalar(theirs.limit(1))


def _of(hand_payment_ids: Collection[int]) -> dict[int, dict[Per, HandFile]]:
    theirs = select(HandFile).where(
        HandFile.organisation_id == current_organisation(),
        HandFile.hand_payment_id.in_(hand_payment_ids),
    )
    found: dict[int, dict[Per, HandFile]] = {}
    for one in db.session.scalars(theirs):
        found.setdefault(one.hand_payment_id, {})[one.per] = one
    return found
