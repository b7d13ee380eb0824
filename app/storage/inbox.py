"""Money that payroll pays, by how far it has come: one question for list and sums."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, func, null, or_, select, union_all

from app.database import current_organisation, db
from app.storage import payable, statements
from app.storage.expense_entries import ExpenseEntry
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.how_far import STAGE, Stage, with_its_ways
from app.storage.payable import Kind
from app.storage.payroll_answers import PayrollStop
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from app.storage.units import CostCentre
from invoices.statements.statement import Number, StatementKind
from scheduling.lifecycle import EntryState, StatementState
from scheduling.wall_clock import TIME_ZONE

OPEN = tuple(stage for stage in Stage if stage != Stage.PAID)
OF_STATEMENT = ("series", "year", "number", "run_id", "month", "pay_on", "paid_on", "said")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """month: of payment, as 2026-12; what is on no statement has none and is in every month."""

    stages: Sequence[Stage] = OPEN
    month: str | None = None
    cost_centre: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Group:
    """Rows of one person in one stage, of one statement, held for one reason.

    said: what payroll answered of the statement it holds
    """

    stage: Stage
    expert_id: int
    person: str
    statement_id: int | None
    number: str | None
    run_id: int | None
    reason: str | None
    said: str | None
    pay_on: date | None
    paid_on: date | None
    rows: int
    cents: int
    approved_on: date  # the oldest of them


def months_of_payment() -> list[tuple[str, date]]:
    """Each month with a run and a day in it, newest first."""
    return sorted({run.month: run.pay_on for run in statements.all_runs()}.items(), reverse=True)


def groups(wanted: Filter) -> list[Group]:
    """By stage, the oldest approval first. Read at one moment, so that sums agree with rows."""
    kinds: tuple[Kind, ...] = (HourEntry, ExpenseEntry)
    money = union_all(*map(_issued, kinds), *map(_waiting, kinds)).subquery().c
    person = func.concat_ws(" ", Expert.first_name, Expert.last_name)
    approved_on = func.min(func.date(func.timezone(TIME_ZONE, money.approved_at)))
    place = case({str(stage): place for place, stage in enumerate(Stage)}, value=money.stage)
    own = [money[name] for name in ("stage", "expert_id", "statement_id", "reason", *OF_STATEMENT)]
    theirs = (
        select(
            *own,
            person.label("person"),
            func.count().label("rows"),
            cast(func.sum(money.cents), BigInteger).label("cents"),
            approved_on.label("approved_on"),
        )
        .join(Expert, Expert.id == money.expert_id)
        .where(
            Expert.organisation_id == current_organisation(),
            money.stage.in_([str(stage) for stage in wanted.stages]),
        )
        .group_by(*own, Expert.organisation_id, Expert.id)
        .order_by(place, approved_on, Expert.sort_key, money.expert_id, money.statement_id)
    )
    if wanted.month is not None:
        theirs = theirs.where(or_(money.month.is_(None), money.month == wanted.month))
    if wanted.cost_centre is not None:
        theirs = theirs.where(money.centre == wanted.cost_centre)
    if wanted.person is not None:
        named = func.strpos(func.lower(person), func.lower(wanted.person)) > 0
        theirs = theirs.where(named | (Expert.payroll_number == wanted.person))
    return [_group(row) for row in db.session.execute(theirs)]


def _issued(kind: Kind) -> Select[Any]:
    """What stands on statements."""
    line = StatementLine
    entry_id = line.hour_entry_id if kind is HourEntry else line.expense_entry_id
    on_it = (line.organisation_id == Statement.organisation_id) & (
        line.statement_id == Statement.id
    )
    copied = (kind.organisation_id == line.organisation_id) & (kind.id == entry_id)
    of_statement = [getattr(Statement, name) for name in OF_STATEMENT[:-1]]
    return with_its_ways(
        select(
            STAGE.label("stage"),
            kind.expert_id,
            line.amount_cents.label("cents"),
            func.coalesce(kind.approved_at, Statement.issued_at).label("approved_at"),
            line.cost_centre.label("centre"),
            null().label("reason"),
            Statement.id.label("statement_id"),
            *of_statement,
            PayrollStop.reason.label("said"),
        )
        .select_from(Statement)
        .join(line, on_it)
        .join(kind, copied)
        .where(
            Statement.organisation_id == current_organisation(),
            Statement.kind != StatementKind.CREDIT,
            Statement.state != StatementState.CREDITED,
        )
    )


def _waiting(kind: Kind) -> Select[Any]:
    """What is approved and on no statement."""
    stage = case((kind.state == EntryState.HELD, str(Stage.HELD)), else_=str(Stage.READY))
    return payable.waiting(
        kind,
        stage,
        kind.expert_id,
        kind.price_cents,
        kind.approved_at,
        CostCentre.code,
        kind.held_because,
        null(),
        *(null() for _ in OF_STATEMENT),
    )


def _group(row: Any) -> Group:
    number = None
    if row.number is not None:
        number = str(Number(year=row.year, serial=row.number, series=row.series))
    own = {each.name: getattr(row, each.name) for each in fields(Group)}
    return Group(**own | {"stage": Stage(row.stage), "number": number})
