"""What the page of a payroll run shows of its statements: a part at a time, and a few sums."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from app.database import current_organisation, db
from app.storage.pages import Page, page
from app.storage.statements import BY_NUMBER, LONGEST_SERIAL, Statement
from scheduling.lifecycle import StatementState

PAGE = 100


@dataclass(frozen=True)
class InAll:
    """left_out: printed numbers of those cancelled after payroll was given its files."""

    ids: list[int]
    left_out: list[str]
    paid_on: date | None


def part_of_run(run_id: int, *, person: str = "", after: int | None = None) -> Page:
    """In the order of numbers. person: every word of it is in the name, or it is the number."""
    return page(Statement, Statement.run_id == run_id, *_named(person), cursor=after, limit=PAGE)


def in_all(run_id: int) -> InAll:
    theirs = (Statement.organisation_id == current_organisation(), Statement.run_id == run_id)
    cancelled = select(Statement).where(
        *theirs, Statement.state == StatementState.CREDITED, Statement.batch_id.is_not(None)
    )
    return InAll(
        ids=list(db.session.scalars(select(Statement.id).where(*theirs))),
        left_out=[one.printed_number for one in db.session.scalars(cancelled.order_by(*BY_NUMBER))],
        paid_on=db.session.scalar(select(func.max(Statement.paid_on)).where(*theirs)),
    )


def _named(person: str) -> list[ColumnElement[bool]]:
    words = person.split()
    if len(words) == 1 and (end := words[0].rpartition("-")[2]).isdecimal():
        return [Statement.number == int(end[-LONGEST_SERIAL:])]
    return [Statement.payee_name.icontains(word, autoescape=True) for word in words]
