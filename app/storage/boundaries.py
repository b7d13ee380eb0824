"""What a person keeps out of: themes, places and units, and the units she has a tie to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.experts import Theme
from app.storage.tables import OfOrganisation, belongs_to
from app.storage.units import Unit


class Boundary(OfOrganisation, Base):
    """One theme, municipality or unit that is never proposed; it only leaves her out."""

    __tablename__ = "boundaries"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        belongs_to("themes", "theme_id"),
        belongs_to("units", "unit_id"),
        CheckConstraint(
            "num_nonnulls(theme_id, municipality_code, unit_id) = 1", name="of_one_thing"
        ),
        UniqueConstraint(
            "organisation_id",
            "expert_id",
            "theme_id",
            "municipality_code",
            "unit_id",
            name="uq_boundaries_each_once",
            postgresql_nulls_not_distinct=True,
        ),
    )

    expert_id: Mapped[int]
    theme_id: Mapped[int | None] = mapped_column(info=personal.BOUNDARY)
    municipality_code: Mapped[str | None] = mapped_column(info=personal.BOUNDARY)
    unit_id: Mapped[int | None] = mapped_column(info=personal.BOUNDARY)

    theme: Mapped[Theme | None] = relationship(viewonly=True, lazy="joined")
    unit: Mapped[Unit | None] = relationship(viewonly=True, lazy="joined")


class OwnUnit(OfOrganisation, Base):
    """A unit the person is or was a client of, or works in: a conflict of interest."""

    __tablename__ = "own_units"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        belongs_to("units", "unit_id"),
        UniqueConstraint("organisation_id", "expert_id", "unit_id"),
    )

    expert_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(info=personal.BOUNDARY)

    unit: Mapped[Unit] = relationship(viewonly=True, lazy="joined")


class TimeAway(OfOrganisation, Base):
    """Whole days on which nothing is proposed, the last one included."""

    __tablename__ = "times_away"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]


@dataclass(frozen=True)
class Limits:
    """What one person keeps out of."""

    themes: set[int] = field(default_factory=set)
    municipalities: set[str] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    own_units: set[int] = field(default_factory=set)


def of_expert(expert_id: int) -> list[Boundary]:
    """Oldest first."""
    theirs = select(Boundary).where(
        Boundary.organisation_id == current_organisation(), Boundary.expert_id == expert_id
    )
    return list(db.session.scalars(theirs.order_by(Boundary.id)))


def own_units_of(expert_id: int) -> list[OwnUnit]:
    """Oldest first."""
    theirs = select(OwnUnit).where(
        OwnUnit.organisation_id == current_organisation(), OwnUnit.expert_id == expert_id
    )
    return list(db.session.scalars(theirs.order_by(OwnUnit.id)))


def times_away_of(expert_id: int, today: date) -> list[TimeAway]:
    """Those that are not over, soonest first."""
    theirs = select(TimeAway).where(
        TimeAway.organisation_id == current_organisation(),
        TimeAway.expert_id == expert_id,
        TimeAway.last_on >= today,
    )
    return list(db.session.scalars(theirs.order_by(TimeAway.first_on, TimeAway.id)))


def limits(expert_ids: Iterable[int]) -> defaultdict[int, Limits]:
    """Of each person; nothing for who has set none."""
    ids = list(expert_ids)
    found: defaultdict[int, Limits] = defaultdict(Limits)
    kept = select(
        Boundary.expert_id, Boundary.theme_id, Boundary.municipality_code, Boundary.unit_id
    ).where(Boundary.organisation_id == current_organisation(), Boundary.expert_id.in_(ids))
    for expert_id, theme_id, municipality_code, unit_id in db.session.execute(kept):
        mine = found[expert_id]
        if theme_id is not None:
            mine.themes.add(theme_id)
        elif municipality_code is not None:
            mine.municipalities.add(municipality_code)
        elif unit_id is not None:
            mine.units.add(unit_id)
    tied = select(OwnUnit.expert_id, OwnUnit.unit_id).where(
        OwnUnit.organisation_id == current_organisation(), OwnUnit.expert_id.in_(ids)
    )
    for expert_id, unit_id in db.session.execute(tied):
        found[expert_id].own_units.add(unit_id)
    return found
