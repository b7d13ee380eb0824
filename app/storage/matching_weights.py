"""How much each part of the fair order weighs: by first day, with the decision it rests on."""

from dataclasses import fields
from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation
from scheduling.matching import PUBLISHED
from scheduling.weights import HIGHEST, Weights

PARTS = [part.name for part in fields(Weights)]


class MatchingWeights(OfOrganisation, Base):
    """They hold from their first day until the next ones."""

    __tablename__ = "matching_weights"
    __table_args__ = (
        UniqueConstraint("organisation_id", "valid_from"),
        *(
            CheckConstraint(f"{part} between 0 and {HIGHEST}", name=f"{part}_in_bounds")
            for part in PARTS
        ),
        CheckConstraint(f"{' + '.join(PARTS)} > 0", name="something_weighs"),
    )

    valid_from: Mapped[date]
    theme: Mapped[int]
    level: Mapped[int]
    distance: Mapped[int]
    wait: Mapped[int]
    asked: Mapped[int]
    worked: Mapped[int]
    learning: Mapped[int]
    continuity: Mapped[int]
    decided_by: Mapped[str] = mapped_column(info=personal.DECIDER)
    decision: Mapped[str | None] = mapped_column(info=personal.DECIDER)

    def values(self) -> Weights:
        """What the rules read."""
        return Weights(**{part: getattr(self, part) for part in PARTS})


def on(day: date) -> Weights:
    """Those in force; the published ones until the organisation decides on its own."""
    begun = _of_organisation().where(MatchingWeights.valid_from <= day)
    found = db.session.scalar(begun.order_by(MatchingWeights.valid_from.desc()).limit(1))
    return found.values() if found else PUBLISHED


def all_of_them() -> list[MatchingWeights]:
    """Newest first."""
    return list(db.session.scalars(_of_organisation().order_by(MatchingWeights.valid_from.desc())))


def _of_organisation():
    return select(MatchingWeights).where(MatchingWeights.organisation_id == current_organisation())
