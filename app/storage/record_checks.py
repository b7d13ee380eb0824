"""That an extract of the criminal record was seen: its date and the check, never the extract."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class RecordCheck(OfOrganisation, Base):
    __tablename__ = "record_checks"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        CheckConstraint("checked_on >= extract_on", name="checked_after_the_extract"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    extract_on: Mapped[date] = mapped_column(info=personal.CHECKED)
    checked_on: Mapped[date] = mapped_column(info=personal.CHECKED)
    checked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


def of_expert(expert_id: int) -> list[RecordCheck]:
    """Newest first."""
    theirs = select(RecordCheck).where(
        RecordCheck.organisation_id == current_organisation(), RecordCheck.expert_id == expert_id
    )
    return list(
        db.session.scalars(theirs.order_by(RecordCheck.checked_on.desc(), RecordCheck.id.desc()))
    )


def latest(expert_ids: Iterable[int]) -> dict[int, date]:
    """When each person's was last checked."""
    newest = (
        select(RecordCheck.expert_id, func.max(RecordCheck.checked_on))
        .where(
            RecordCheck.organisation_id == current_organisation(),
            RecordCheck.expert_id.in_(list(expert_ids)),
        )
        .group_by(RecordCheck.expert_id)
    )
    return {expert_id: day for expert_id, day in db.session.execute(newest)}
