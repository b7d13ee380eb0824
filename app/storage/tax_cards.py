"""Tax cards as finance read them, by which withholding is counted."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class TaxCardEntry(OfOrganisation, Base):
    """The newest of the latest first day holds. Only added."""

    __tablename__ = "tax_cards"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        CheckConstraint("base between 0 and 10000", name="base_is_a_percentage"),
        CheckConstraint("additional between 0 and 10000", name="additional_is_a_percentage"),
        CheckConstraint("limit_cents >= 0", name="limit_not_negative"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    first_day: Mapped[date]
    base: Mapped[int] = mapped_column(info=personal.TAX)  # hundredths of a percent
    additional: Mapped[int] = mapped_column(info=personal.TAX)
    limit_cents: Mapped[int] = mapped_column(info=personal.TAX)
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


def in_force_on(expert_ids: Collection[int], pay_on: date) -> dict[int, TaxCardEntry]:
    """By expert, the card of the year of payment that has begun by the day."""
    newest = (
        select(TaxCardEntry)
        .where(
            TaxCardEntry.organisation_id == current_organisation(),
            TaxCardEntry.expert_id.in_(expert_ids),
            TaxCardEntry.first_day.between(date(pay_on.year, 1, 1), pay_on),
        )
        .ext(distinct_on(TaxCardEntry.expert_id))
        .order_by(TaxCardEntry.expert_id, TaxCardEntry.first_day.desc(), TaxCardEntry.id.desc())
    )
    return {each.expert_id: each for each in db.session.scalars(newest)}


def of_expert(expert_id: int) -> list[TaxCardEntry]:
    """Newest first."""
    theirs = select(TaxCardEntry).where(
        TaxCardEntry.organisation_id == current_organisation(),
        TaxCardEntry.expert_id == expert_id,
    )
    return list(db.session.scalars(theirs.order_by(TaxCardEntry.id.desc())))
