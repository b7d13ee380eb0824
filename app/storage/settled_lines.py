"""Lines of work as statements carried them, to see again what was settled over several entries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ARRAY, BigInteger, any_, literal, select
from sqlalchemy.orm import aliased, joinedload

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.hour_entries import HourEntry
from app.storage.statement_lines import CODE, StatementLine
from app.storage.statements import Statement
from invoices.statements.statement import StatementKind


@dataclass(frozen=True)
class WorkLine:
    """ended_by: the document that took the line back, whose id is its place in time."""

    statement_id: int
    kind: StatementKind
    ended_by: int | None
    expert_id: int
    entry_id: int
    day: date
    code: str
    cents: int


def people_with(codes: Collection[str]) -> set[int]:
    """Who has work on a statement by a price of these codes."""
    same = StatementLine.organisation_id == HourEntry.organisation_id
    theirs = (
        select(HourEntry.expert_id)
        .join(StatementLine, same & (StatementLine.hour_entry_id == HourEntry.id))
        .where(HourEntry.organisation_id == current_organisation(), CODE.in_(codes))
    )
    return set(db.session.scalars(theirs.distinct()))


def work_lines(expert_ids: Collection[int] | None = None) -> list[WorkLine]:
    """But for those that take another back; in the order of statements.

    expert_ids  whose; None: everybody's
    """
    document, same = aliased(Statement), Statement.organisation_id
    lines = (
        select(
            Statement.id,
            Statement.kind,
            document.id,
            Statement.expert_id,
            StatementLine.hour_entry_id,
            StatementLine.day,
            StatementLine.breakdown,
            StatementLine.amount_cents,
        )
        .join(
            StatementLine,
            (StatementLine.organisation_id == same) & (StatementLine.statement_id == Statement.id),
        )
        .outerjoin(
            document,
            (document.organisation_id == same) & (document.refers_to_id == Statement.id),
        )
        .where(
            same == current_organisation(),
            Statement.kind != StatementKind.CREDIT,
            StatementLine.hour_entry_id.is_not(None),
            StatementLine.mirrors_id.is_(None),
        )
        .order_by(Statement.id, StatementLine.position)
    )
    if expert_ids is not None:
        lines = lines.where(
            Statement.expert_id == any_(literal(list(expert_ids), ARRAY(BigInteger)))
        )
    return [
        WorkLine(
            statement_id=row[0],
            kind=row[1],
            ended_by=row[2],
            expert_id=row[3],
            entry_id=row[4] or 0,
            day=row[5],
            code=_code(row[6]),
            cents=row[7],
        )
        for row in db.session.execute(lines)
    ]


def entries(entry_ids: Collection[int]) -> dict[int, HourEntry]:
    """Hour entries with what their prices depend on."""
    wanted = HourEntry.id == any_(literal(list(entry_ids), ARRAY(BigInteger)))
    mine = select(HourEntry).where(HourEntry.organisation_id == current_organisation(), wanted)
    whole = joinedload(HourEntry.assignment).options(
        joinedload(Assignment.occasion), joinedload(Assignment.request)
    )
    return {each.id: each for each in db.session.scalars(mine.options(whole))}


def _code(breakdown: list[dict[str, str]]) -> str:
    """Of the price, as `statement_lines.paid_by_rate` reads it."""
    return next((step["rate"] for step in breakdown if step.get("rate")), "")
