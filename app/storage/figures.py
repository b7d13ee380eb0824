"""National figures an organisation enters itself: proposed by one, confirmed by another."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal
from app.storage.expense_entries import ExpenseEntry
from app.storage.net_pays import NetPay
from app.storage.tables import OfOrganisation
from invoices.parameters import BY_DAY_OF_TRAVEL, FAMILIES, FIGURES, SURE, Figure
from invoices.tax.income_types import Confirmed
from invoices.travel.costs import ExpenseKind

INCOME_TYPES = "income_types"  # a family whose value is the code that was checked
BY_FIGURES = (
    ExpenseKind.KILOMETRES,
    ExpenseKind.KILOMETRES_ABOVE,
    ExpenseKind.MEAL,
    ExpenseKind.PER_DIEM,
    ExpenseKind.PARTIAL_PER_DIEM,
    ExpenseKind.ALLOWANCE_ABOVE,
)


class FigureIsUsed(Refusal):
    """Something has been priced or paid by the figure of that day; another begins later."""

    code = "figure_is_used"


class FigureWaits(Refusal):
    """The figure of that day waits for another person already."""

    code = "figure_waits"


refused_by("used_figure_stays", FigureIsUsed)
refused_by("one_figure_waits", FigureWaits)


class EnteredFigure(OfOrganisation, Base):
    """In force once another person has confirmed it; of one first day the newest holds."""

    __tablename__ = "figures"
    __table_args__ = (
        CheckConstraint("confirmed_by <> proposed_by", name="confirmed_by_another"),
        CheckConstraint("num_nulls(confirmed_at, confirmed_by) in (0, 2)", name="confirmed_whole"),
        CheckConstraint("num_nulls(refused_at, refused_by) in (0, 2)", name="refused_whole"),
        CheckConstraint("confirmed_at is null or refused_at is null", name="one_answer"),
        CheckConstraint("value >= 0", name="value_not_negative"),
        Index(
            "one_figure_waits",
            "organisation_id",
            "name",
            "first_day",
            unique=True,
            postgresql_where="confirmed_at is null and refused_at is null",
        ),
    )

    family: Mapped[str]
    name: Mapped[str]
    first_day: Mapped[date]
    value: Mapped[int]
    source: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposer_name: Mapped[str] = mapped_column(info=personal.DECIDER)
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    refused_at: Mapped[datetime | None]
    refused_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    def values(self) -> Figure:
        """As the rules read it: it ends with the year it begins in."""
        return Figure(
            name=self.name,
            first_day=self.first_day,
            value=self.value,
            unit=FIGURES[self.name][-1].unit,
            source=self.source,
            confidence=SURE,
            confirmed_until=date(self.first_day.year, 12, 31),
        )


def in_force() -> tuple[Figure, ...]:
    """What the rules are given beside our own figures, in the order of confirmation."""
    return tuple(each.values() for each in _confirmed(EnteredFigure.family.in_(FAMILIES)))


def checked_income_types() -> Confirmed:
    """Income types and years whose flags two people here have checked."""
    types = _confirmed(EnteredFigure.family == INCOME_TYPES)
    return frozenset((each.value, each.first_day.year) for each in types)


def waiting() -> list[EnteredFigure]:
    """For another person to confirm, oldest first."""
    asked = _of_organisation().where(
        EnteredFigure.confirmed_at.is_(None), EnteredFigure.refused_at.is_(None)
    )
    return list(db.session.scalars(asked.order_by(EnteredFigure.id)))


def by_ids(ids: Iterable[int]) -> list[EnteredFigure]:
    """Locked; those that are there."""
    asked = _of_organisation().where(EnteredFigure.id.in_(list(ids)))
    return list(db.session.scalars(asked.order_by(EnteredFigure.id).with_for_update()))


def is_used(family: str, day: date) -> bool:
    """Whether something from the day on has been counted by figures of the family."""
    if family in BY_DAY_OF_TRAVEL:
        priced = select(ExpenseEntry.id).where(
            ExpenseEntry.organisation_id == current_organisation(),
            ExpenseEntry.kind.in_(BY_FIGURES),
            ExpenseEntry.price_cents.is_not(None),
            ExpenseEntry.day >= day,
        )
        return db.session.scalar(priced.limit(1)) is not None
    paid = select(NetPay.id).where(
        NetPay.organisation_id == current_organisation(), NetPay.pay_on >= day
    )
    return db.session.scalar(paid.limit(1)) is not None


def _confirmed(of: ColumnElement[bool]) -> list[EnteredFigure]:
    confirmed = _of_organisation().where(EnteredFigure.confirmed_at.is_not(None), of)
    in_order = confirmed.order_by(EnteredFigure.confirmed_at, EnteredFigure.id)
    return list(db.session.scalars(in_order))


def _of_organisation() -> Select[Any]:
    """Those that are read still: a figure that no rule asks for any more stays as a record."""
    is_read = EnteredFigure.name.in_(FIGURES) | (EnteredFigure.family == INCOME_TYPES)
    mine = EnteredFigure.organisation_id == current_organisation()
    return select(EnteredFigure).where(mine, is_read)
