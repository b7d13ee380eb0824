"""Payments of another year than their tax was counted for, once the tax has been put right."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db, refused_by
from app.storage import personal
from app.storage.tables import MovedOn, OfOrganisation, belongs_to


class MendedYear(OfOrganisation, Base):
    """What one person wrote down as done; it holds once another has confirmed it."""

    __tablename__ = "mended_years"
    __table_args__ = (
        belongs_to("payments", "payment_id"),
        belongs_to("statements", "statement_id"),
        CheckConstraint("confirmed_by <> asked_by", name="confirmed_by_another"),
        CheckConstraint("num_nulls(confirmed_at, confirmed_by) in (0, 2)", name="confirmed_whole"),
        CheckConstraint("num_nulls(refused_at, refused_by) in (0, 2)", name="refused_whole"),
        CheckConstraint("confirmed_at is null or refused_at is null", name="one_answer"),
        Index(
            "one_mended_year_per_payment",
            "organisation_id",
            "payment_id",
            unique=True,
            postgresql_where="refused_at is null",
        ),
    )

    payment_id: Mapped[int]
    statement_id: Mapped[int]
    note: Mapped[str] = mapped_column(info=personal.PAY)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    refused_at: Mapped[datetime | None]
    refused_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


refused_by("one_mended_year_per_payment", MovedOn)


def find(payment_id: int, *, lock: bool = False) -> MendedYear | None:
    """What stands: written down, or confirmed too."""
    theirs = select(MendedYear).where(
        MendedYear.organisation_id == current_organisation(),
        MendedYear.payment_id == payment_id,
        MendedYear.refused_at.is_(None),
    )
    if lock:
        theirs = theirs.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(theirs)


def by_payment(payment_ids: Collection[int]) -> dict[int, MendedYear]:
    """What stands of each."""
    theirs = select(MendedYear).where(
        MendedYear.organisation_id == current_organisation(),
        MendedYear.payment_id.in_(payment_ids),
        MendedYear.refused_at.is_(None),
    )
    return {each.payment_id: each for each in db.session.scalars(theirs)}
