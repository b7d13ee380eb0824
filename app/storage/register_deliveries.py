"""Files for the Incomes Register: sealed as they were made, and what became of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation
from scheduling.register_states import DeliveryState


class DeliveryKind(StrEnum):
    REPORTS = "reports"  # new ones and replacements
    INVALIDATIONS = "invalidations"


class RegisterDelivery(OfOrganisation, Base):
    """One file. Its bytes hold identity codes, so they are sealed; they never change.

    pay_on  the day of payment; of invalidations the day they were made
    due_on  the last day to upload it; none when only earlier reports are put right
    """

    __tablename__ = "register_deliveries"
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        CheckConstraint("reports > 0", name="tells_something"),
        CheckConstraint("sha256 = encode(sha256(file), 'hex')", name="sum_of_its_file"),
        CheckConstraint(
            "(state in ('made', 'discarded')) = (delivered_at is null)", name="delivered_when"
        ),
        CheckConstraint(
            "(state in ('made', 'delivered')) = (ended_at is null)", name="answered_when"
        ),
        CheckConstraint(
            "state not in ('rejected', 'discarded') or note is not null", name="says_why"
        ),
    )

    kind: Mapped[DeliveryKind]
    number: Mapped[str]  # the register's DeliveryId
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.MADE)
    pay_on: Mapped[date]
    due_on: Mapped[date | None]
    reports: Mapped[int]
    paid_cents: Mapped[int]
    deducted_cents: Mapped[int]
    file: Mapped[bytes] = mapped_column(deferred=True, info=personal.IDENTITY)
    sha256: Mapped[str]  # of the sealed bytes
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    delivered_at: Mapped[datetime | None]
    delivered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str | None] = mapped_column(info=personal.PAY)


def all_of_them() -> list[RegisterDelivery]:
    """Newest first."""
    mine = select(RegisterDelivery).where(
        RegisterDelivery.organisation_id == current_organisation()
    )
    return list(db.session.scalars(mine.order_by(RegisterDelivery.id.desc())))


def in_state(state: DeliveryState) -> list[RegisterDelivery]:
    """Oldest first."""
    mine = select(RegisterDelivery).where(
        RegisterDelivery.organisation_id == current_organisation(),
        RegisterDelivery.state == state,
    )
    return list(db.session.scalars(mine.order_by(RegisterDelivery.id)))


def next_serial(pay_on: date) -> int:
    """The payer's running number of files of a day; asked while the payer is locked."""
    made = select(func.count()).where(
        RegisterDelivery.organisation_id == current_organisation(),
        RegisterDelivery.pay_on == pay_on,
    )
    return db.session.scalars(made).one() + 1
