"""Payments that somebody tells the Incomes Register of by hand."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class LeftOut(OfOrganisation, Base):
    """Somebody tells the register of a payment by hand, or again not. The newest row holds."""

    __tablename__ = "left_out_of_register"
    __table_args__ = (
        belongs_to("payments", "payment_id"),
        Index(None, "organisation_id", "payment_id"),
    )

    payment_id: Mapped[int]
    is_left_out: Mapped[bool]
    reason: Mapped[str] = mapped_column(info=personal.PAY)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_name: Mapped[str] = mapped_column(info=personal.DECIDER)


def left_out() -> dict[int, LeftOut]:
    """What is told by hand, by payment."""
    newest = (
        select(LeftOut)
        .where(LeftOut.organisation_id == current_organisation())
        .ext(distinct_on(LeftOut.payment_id))
        .order_by(LeftOut.payment_id, LeftOut.id.desc())
    )
    return {each.payment_id: each for each in db.session.scalars(newest) if each.is_left_out}


def words_about(payment_id: int) -> list[LeftOut]:
    """Who said that it is told by hand, or again not; oldest first."""
    theirs = select(LeftOut).where(
        LeftOut.organisation_id == current_organisation(), LeftOut.payment_id == payment_id
    )
    return list(db.session.scalars(theirs.order_by(LeftOut.id)))
