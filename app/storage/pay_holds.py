"""Finance keeps a person's pay back until something has been cleared up."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class PayHold(OfOrganisation, Base):
    """Open until released; one at a time. The person reads the reason."""

    __tablename__ = "pay_holds"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        Index(
            "one_open_hold",
            "organisation_id",
            "expert_id",
            unique=True,
            postgresql_where="released_at is null",
        ),
    )

    expert_id: Mapped[int]
    reason: Mapped[str] = mapped_column(info=personal.PAY)
    held_at: Mapped[datetime]
    held_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


def find_open(expert_id: int) -> PayHold | None:
    theirs = select(PayHold).where(
        PayHold.organisation_id == current_organisation(),
        PayHold.expert_id == expert_id,
        PayHold.released_at.is_(None),
    )
    return db.session.scalar(theirs)


def held_people() -> set[int]:
    """Ids of experts whose pay finance keeps back now."""
    held = select(PayHold.expert_id).where(
        PayHold.organisation_id == current_organisation(), PayHold.released_at.is_(None)
    )
    return set(db.session.scalars(held))
