"""A sample of paid lines: drawn by lot, and the same again by the same word."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.database import current_organisation, db
from app.storage.entries import EntryKind
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement


@dataclass(frozen=True)
class Sampled:
    """One line of a statement; kind and entry_id say what it was drawn up from."""

    kind: EntryKind
    entry_id: int
    day: date
    title: str
    payee_name: str
    statement: str
    cents: int


def draw(month: str, most: int, word: str) -> list[Sampled]:
    """Lines that pay something in that payment month, in the order of the lot."""
    lot = func.md5(func.concat(word, "-", StatementLine.id))
    lines = (
        select(StatementLine, Statement)
        .join(
            Statement,
            (Statement.organisation_id == StatementLine.organisation_id)
            & (Statement.id == StatementLine.statement_id),
        )
        .where(
            StatementLine.organisation_id == current_organisation(),
            StatementLine.is_live,
            StatementLine.amount_cents > 0,
            Statement.month == month,
        )
        .order_by(lot)
        .limit(most)
    )
    return [_sampled(line, statement) for line, statement in db.session.execute(lines)]


def _sampled(line: StatementLine, statement: Statement) -> Sampled:
    is_work = line.hour_entry_id is not None
    return Sampled(
        kind=EntryKind.HOURS if is_work else EntryKind.EXPENSES,
        entry_id=(line.hour_entry_id if is_work else line.expense_entry_id) or 0,
        day=line.day,
        title=line.title,
        payee_name=statement.payee_name,
        statement=statement.printed_number,
        cents=line.amount_cents,
    )
