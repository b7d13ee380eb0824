"""What becomes of the lines and entries of a statement that is credited or corrected."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select, text, update
from sqlalchemy.orm import aliased, selectinload

from app.database import current_organisation, db
from app.storage import entry_lists
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from invoices.pricing.price import Price
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import APPROVED, StatementState


def standing_lines(statement: Statement) -> list[StatementLine]:
    """The lines that its entries live on now, in their order."""
    return [line for line in statement.lines if line.is_live]


def entry_names(statement: Statement) -> list[str]:
    """As hour-17, of the lines that stand."""
    return [line.values().entry for line in standing_lines(statement)]


def end_lines(statement: Statement) -> None:
    """They pay nothing any more; their entries are free until another line takes them."""
    theirs = update(StatementLine).where(
        StatementLine.organisation_id == current_organisation(),
        StatementLine.statement_id == statement.id,
        StatementLine.is_live,
    )
    db.session.execute(theirs.values(is_live=False))
    db.session.expire(statement, ["lines"])


def document_of(statement_id: int) -> Statement | None:
    """What cancels or corrects the statement."""
    theirs = select(Statement).where(
        Statement.organisation_id == current_organisation(),
        Statement.refers_to_id == statement_id,
    )
    return db.session.scalar(theirs)


def first_issued(statement: Statement) -> datetime | None:
    """When any of its entries came on a statement for the first time."""
    line, own = aliased(StatementLine), aliased(StatementLine)
    of_statement = and_(
        line.organisation_id == Statement.organisation_id, line.statement_id == Statement.id
    )
    of_same_entry = or_(
        line.hour_entry_id == own.hour_entry_id, line.expense_entry_id == own.expense_entry_id
    )
    first = (
        select(func.min(Statement.issued_at))
        .join(line, of_statement)
        .join(own, and_(own.organisation_id == line.organisation_id, of_same_entry))
        .where(
            Statement.organisation_id == current_organisation(),
            Statement.expert_id == statement.expert_id,  # so that only her own lines are read
            own.statement_id == statement.id,
        )
    )
    return db.session.scalar(first)


def documents_of(statement_ids: Collection[int]) -> dict[int, Statement]:
    """The same of each, with its lines, where there is one."""
    theirs = (
        select(Statement)
        .where(
            Statement.organisation_id == current_organisation(),
            Statement.refers_to_id.in_(statement_ids),
        )
        .options(selectinload(Statement.lines))
    )
    return {each.refers_to_id or 0: each for each in db.session.scalars(theirs)}


def entries_of(statement: Statement) -> list[AnyEntry]:
    """The entries its lines were copied from, in the order of the lines."""
    found: list[AnyEntry] = []
    for kind, column in (
        (HourEntry, StatementLine.hour_entry_id),
        (ExpenseEntry, StatementLine.expense_entry_id),
    ):
        question = (
            select(kind)
            .join(
                StatementLine,
                and_(StatementLine.organisation_id == kind.organisation_id, column == kind.id),
            )
            .where(
                kind.organisation_id == current_organisation(),
                StatementLine.statement_id == statement.id,
            )
            .order_by(StatementLine.position)
        )
        found += db.session.scalars(question)
    return found


def mend_price(entry: AnyEntry, price: Price, pay_code: str | None) -> None:
    """The right price on an entry that no live line carries."""
    db.session.execute(text("select set_config('app.mends_price', 'yes', true)"))
    entry.keep_price(price)
    entry.pay_code = pay_code or entry.pay_code
    db.session.flush()


def issued_before(statement: Statement) -> tuple[int, int]:
    """Fees and tax-free cents of the person's payment year, this statement included.

    Whatever was cancelled later counts with what cancels it, so an old page never changes.
    """
    year = statement.month[:4]
    sums = select(
        func.coalesce(func.sum(Statement.fee_cents), 0),
        func.coalesce(func.sum(Statement.tax_free_cents), 0),
    ).where(
        Statement.organisation_id == current_organisation(),
        Statement.expert_id == statement.expert_id,
        func.left(Statement.month, 4) == year,
        Statement.id <= statement.id,
    )
    fee, tax_free = db.session.execute(sums).one()
    return int(fee), int(tax_free)


def overpaid() -> list[Statement]:
    """Corrections that take back what was paid, and wait for payroll's decision; oldest first."""
    mine = select(Statement).where(
        Statement.organisation_id == current_organisation(),
        Statement.kind == StatementKind.CORRECTION,
        Statement.state == StatementState.ISSUED,
        Statement.total_cents < 0,
    )
    return list(db.session.scalars(mine.order_by(Statement.id)))


def is_free_again(entry: AnyEntry) -> bool:
    """Approved, and on no statement but one that has been credited."""
    return bool(_unbilled([entry])) and entry_lists.has_been_on_a_statement(entry)


def freed_by(statement: Statement) -> list[AnyEntry]:
    """Entries of a credited statement that are approved and on no other."""
    is_credited = statement.state == StatementState.CREDITED
    return _unbilled(entries_of(statement)) if is_credited else []


def _unbilled(entries: Sequence[AnyEntry]) -> list[AnyEntry]:
    """Those approved and on no statement that stands."""
    billed = entry_lists.statements_of(entries)
    return [
        entry
        for entry in entries
        if entry.state in APPROVED and (entry.entry_kind, entry.id) not in billed
    ]
