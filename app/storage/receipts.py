"""Receipts of costs: a picture or a PDF, kept until some time after payment."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKeyConstraint,
    LargeBinary,
    UniqueConstraint,
    and_,
    cast,
    exists,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import how_far, personal, tables
from app.storage.assignments import Assignment
from app.storage.changes import Change, Subject
from app.storage.expense_entries import ExpenseEntry
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to
from invoices.payers import Payee, Payer
from invoices.travel.receipts import RECEIPT_FILES
from scheduling.lifecycle import TO_REPORT, EntryState, StatementState


class Receipt(OfOrganisation, Base):
    """Without `content` it has expired, or the coordinator has seen it on paper."""

    __tablename__ = "receipts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "expense_entry_id"],
            ["expense_entries.organisation_id", "expense_entries.id"],
            ondelete="CASCADE",
        ),
        belongs_to("experts", "expert_id"),
        UniqueConstraint("organisation_id", "expense_entry_id"),
        CheckConstraint(
            "media_type in ('image/jpeg', 'application/pdf', 'paper')", name="of_a_known_type"
        ),
        CheckConstraint("octet_length(content) <= 6000000", name="of_sensible_size"),
        CheckConstraint("expired_at is null or content is null", name="expired_is_gone"),
    )

    expense_entry_id: Mapped[int]
    expert_id: Mapped[int]
    media_type: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, info=personal.RECEIPT, deferred=True)
    pages: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime]
    expired_at: Mapped[datetime | None]

    @property
    def can_be_opened(self) -> bool:
        return self.media_type in RECEIPT_FILES and self.expired_at is None


def find(entry_id: int) -> Receipt | None:
    """Of a cost."""
    mine = select(Receipt).where(
        Receipt.organisation_id == current_organisation(), Receipt.expense_entry_id == entry_id
    )
    return db.session.scalar(mine)


def keep(receipt: Receipt) -> None:
    """The newest stands in the place of an earlier one."""
    if (before := find(receipt.expense_entry_id)) is not None:
        tables.remove(before)
    tables.add(receipt)


def of_entries(entry_ids: list[int]) -> dict[int, Receipt]:
    """By cost."""
    mine = select(Receipt).where(
        Receipt.organisation_id == current_organisation(), Receipt.expense_entry_id.in_(entry_ids)
    )
    return {each.expense_entry_id: each for each in db.session.scalars(mine)}


def expire(settled_by: date, unsent_by: date, moment: datetime) -> int:
    """Forget the files of costs paid by the day, or approved by it where payroll pays nothing.

    A correction since then keeps them as long again, and until what it still owes is paid; so
    does money that came back.

    unsent_by  also of costs kept by that day as drafts, or returned by it, that never went on
    """
    entry = ExpenseEntry.organisation_id == Receipt.organisation_id
    line = and_(
        StatementLine.organisation_id == Receipt.organisation_id,
        StatementLine.expense_entry_id == Receipt.expense_entry_id,
    )
    statement = and_(
        Statement.organisation_id == StatementLine.organisation_id,
        Statement.id == StatementLine.statement_id,
    )
    was_paid = exists().where(
        line,
        statement,
        Statement.state.in_((StatementState.PAID, StatementState.CORRECTED)),
        Statement.paid_on <= settled_by,
    )
    is_open = exists().where(
        line,
        StatementLine.is_live,
        statement,
        or_(
            cast(Statement.issued_at, Date) > settled_by,
            and_(
                Statement.state.in_((StatementState.ISSUED, StatementState.HANDED_OVER)),
                Statement.total_cents > 0,
            ),
            how_far.came_back(Statement.id),
        ),
    )
    paid = and_(was_paid, not_(is_open))
    elsewhere = exists().where(
        entry,
        ExpenseEntry.id == Receipt.expense_entry_id,
        ExpenseEntry.state == EntryState.APPROVED,
        cast(ExpenseEntry.approved_at, Date) <= settled_by,
        Assignment.organisation_id == ExpenseEntry.organisation_id,
        Assignment.id == ExpenseEntry.assignment_id,
        or_(Assignment.payer == Payer.OTHER_PAYS, Assignment.payee != Payee.PAYROLL),
    )
    over = (
        update(Receipt)
        .where(
            Receipt.organisation_id == current_organisation(),
            Receipt.content.is_not(None),
            or_(paid, elsewhere, _never_went_on(unsent_by)),
        )
        .values(content=None, expired_at=moment)
    )
    gone = over.returning(Receipt.id)
    return len(db.session.scalars(gone, execution_options={"synchronize_session": False}).all())


def _never_went_on(by: date) -> ColumnElement[bool]:
    """Nothing has happened to the cost since the day, and nobody has sent it."""
    moved_since = exists().where(
        Change.organisation_id == Receipt.organisation_id,
        Change.subject == Subject.EXPENSE_ENTRY,
        Change.subject_id == Receipt.expense_entry_id,
        cast(Change.at, Date) > by,
    )
    waits = exists().where(
        ExpenseEntry.organisation_id == Receipt.organisation_id,
        ExpenseEntry.id == Receipt.expense_entry_id,
        ExpenseEntry.state.in_(TO_REPORT),
    )
    return and_(cast(Receipt.added_at, Date) <= by, waits, not_(moved_since))
