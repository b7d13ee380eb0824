"""Services that ask for experts, and the cost centres that pay, with their approvers."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.tables import OfOrganisation, Versioned, belongs_to


class CostCentre(OfOrganisation, Base):
    __tablename__ = "cost_centres"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    code: Mapped[str]
    name: Mapped[str]
    closed_on: Mapped[date | None]


class Approver(OfOrganisation, Base):
    """Who approves for a cost centre from a day; the next row of the same kind ends it."""

    __tablename__ = "approvers"
    __table_args__ = (
        belongs_to("cost_centres", "cost_centre_id"),
        Index(None, "organisation_id", "cost_centre_id"),
    )

    cost_centre_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_deputy: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]


class Unit(OfOrganisation, Versioned, Base):
    __tablename__ = "units"
    __table_args__ = (
        belongs_to("cost_centres", "cost_centre_id"),
        UniqueConstraint("organisation_id", "name"),
    )

    name: Mapped[str]
    address: Mapped[str | None]
    municipality_code: Mapped[str | None]
    contact_name: Mapped[str | None] = mapped_column(info=personal.REACHED)
    contact_phone: Mapped[str | None] = mapped_column(info=personal.REACHED)
    contact_email: Mapped[str | None] = mapped_column(info=personal.REACHED)
    language: Mapped[str] = mapped_column(default="fi")
    cost_centre_id: Mapped[int | None]
    closed_on: Mapped[date | None]


def get(unit_id: int, *, lock: bool = False) -> Unit:
    """Raises Missing."""
    return tables.get(Unit, unit_id, lock=lock)


def closed_units() -> list[Unit]:
    """By name."""
    closed = select(Unit).where(
        Unit.organisation_id == current_organisation(), Unit.closed_on.is_not(None)
    )
    return list(db.session.scalars(closed.order_by(Unit.name, Unit.id)))


def all_units() -> list[Unit]:
    """Open ones, by name."""
    open_ones = select(Unit).where(
        Unit.organisation_id == current_organisation(), Unit.closed_on.is_(None)
    )
    return list(db.session.scalars(open_ones.order_by(Unit.name, Unit.id)))


def all_cost_centres() -> list[CostCentre]:
    """Open ones, by code."""
    open_ones = select(CostCentre).where(
        CostCentre.organisation_id == current_organisation(), CostCentre.closed_on.is_(None)
    )
    return list(db.session.scalars(open_ones.order_by(CostCentre.code)))


def closed_cost_centres() -> list[CostCentre]:
    """By code."""
    closed = select(CostCentre).where(
        CostCentre.organisation_id == current_organisation(), CostCentre.closed_on.is_not(None)
    )
    return list(db.session.scalars(closed.order_by(CostCentre.code)))


def approvers_of(cost_centre_id: int) -> list[Approver]:
    """Approver and deputy rows, oldest first."""
    rows = select(Approver).where(
        Approver.organisation_id == current_organisation(),
        Approver.cost_centre_id == cost_centre_id,
    )
    return list(db.session.scalars(rows.order_by(Approver.valid_from, Approver.id)))


def approvers_on(cost_centre_id: int, day: date) -> list[Approver]:
    """The approver and the deputy in force."""
    in_force: dict[bool, Approver] = {}
    for row in approvers_of(cost_centre_id):
        if row.valid_from <= day:
            in_force[row.is_deputy] = row
    return [in_force[deputy] for deputy in (False, True) if deputy in in_force]
