"""What cost centres have spent on approved work: to people, and on what was bought for them.

Work on a statement costs what its line says: a cap, a day by its length and a correction are
settled there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, union_all

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.expense_entries import ExpenseEntry
from app.storage.fairness import Period
from app.storage.hour_entries import HourEntry
from app.storage.requests import ExpertRequest
from app.storage.statement_lines import StatementLine
from app.storage.units import CostCentre, Unit
from invoices.travel.costs import ExpenseKind
from scheduling.lifecycle import EntryState

APPROVED = (EntryState.APPROVED, EntryState.HELD)


@dataclass(frozen=True)
class Spent:
    """cost_centre: code and name, empty where none was named; project may be empty, too."""

    cost_centre: str
    project: str
    unit: str
    fee_cents: int
    cost_cents: int
    bought_cents: int

    @property
    def cents(self) -> int:
        return self.fee_cents + self.cost_cents + self.bought_cents


def spent(period: Period, centres: Collection[int] | None = None) -> list[Spent]:
    """By cost centre, project and unit, of work and costs of these days that were approved.

    centres  ids of those that are looked at; None: all
    """
    bought = ExpenseEntry.kind == ExpenseKind.BOUGHT_BY_US
    nothing = literal(0)
    rows = union_all(
        _of(HourEntry, period, centres, _paid(HourEntry), nothing, nothing),
        _of(
            ExpenseEntry,
            period,
            centres,
            nothing,
            _paid(ExpenseEntry),
            case((bought, ExpenseEntry.claimed_cents), else_=0),
        ),
    ).subquery()
    place = (rows.c.code, rows.c.name, rows.c.project, rows.c.unit)
    sums = [func.coalesce(func.sum(rows.c[name]), 0) for name in ("fee", "cost", "bought")]
    found = db.session.execute(select(*place, *sums).group_by(*place).order_by(*place))
    return [
        Spent(f"{code or ''} {name or ''}".strip(), project, unit, *map(_whole, cents))
        for code, name, project, unit, *cents in found
    ]


def _of(
    kind: type[HourEntry] | type[ExpenseEntry],
    period: Period,
    centres: Collection[int] | None,
    *cents: Any,
) -> Select:
    mine = kind.organisation_id
    fee, cost, bought = cents
    found = (
        select(
            CostCentre.code.label("code"),
            CostCentre.name.label("name"),
            _project(kind).label("project"),
            Unit.name.label("unit"),
            fee.label("fee"),
            cost.label("cost"),
            bought.label("bought"),
        )
        .select_from(kind)
        .join(
            Assignment, (Assignment.organisation_id == mine) & (kind.assignment_id == Assignment.id)
        )
        .join(
            ExpertRequest,
            (ExpertRequest.organisation_id == mine) & (Assignment.request_id == ExpertRequest.id),
        )
        .join(Unit, (Unit.organisation_id == mine) & (ExpertRequest.unit_id == Unit.id))
        .outerjoin(
            StatementLine,
            (StatementLine.organisation_id == mine)
            & (_line_of(kind) == kind.id)
            & StatementLine.is_live,
        )
        .outerjoin(CostCentre, (CostCentre.organisation_id == mine) & _booked_to(kind))
        .where(
            mine == current_organisation(),
            kind.state.in_(APPROVED),
            kind.day.between(period.first, period.last),
        )
    )
    return found if centres is None else found.where(CostCentre.id.in_(centres))


def _paid(kind: type[HourEntry] | type[ExpenseEntry]) -> ColumnElement[int]:
    """As it stands on a statement; until it is on one, as it was approved."""
    return func.coalesce(StatementLine.amount_cents, kind.price_cents)


def _booked_to(kind: type[HourEntry] | type[ExpenseEntry]) -> ColumnElement[bool]:
    """As its line says: a correction may have put it to another."""
    return or_(
        StatementLine.cost_centre == CostCentre.code,
        StatementLine.id.is_(None) & (kind.cost_centre_id == CostCentre.id),
    )


def _project(kind: type[HourEntry] | type[ExpenseEntry]) -> ColumnElement[str]:
    own = case((StatementLine.id.is_not(None), StatementLine.project_code), else_=kind.project_code)
    return func.coalesce(own, "")


def _line_of(kind: type[HourEntry] | type[ExpenseEntry]) -> Any:
    return StatementLine.hour_entry_id if kind is HourEntry else StatementLine.expense_entry_id


def _whole(cents: Decimal) -> int:
    return int(cents)
