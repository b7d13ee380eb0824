"""What finance has decided of an assignment's income type, with its reason. Rows are only added."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.net_pays import NetPay
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to, holds_only
from invoices.tax.classification import Override
from invoices.tax.income_types import Insurance
from scheduling.lifecycle import StatementState


class IncomeTypePaid(Refusal):
    """Something of the assignment has been paid by its income type; only a correction mends it."""

    code = "income_type_paid"


refused_by("paid_income_type_stays", IncomeTypePaid)


class IncomeDecision(OfOrganisation, Base):
    """The newest holds. income_type None: what the rules say; the lists differ from its flags."""

    __tablename__ = "income_decisions"
    __table_args__ = (
        belongs_to("assignments", "assignment_id"),
        CheckConstraint("trim(reason) <> ''", name="has_a_reason"),
        holds_only("insured", Insurance),
        holds_only("uninsured", Insurance),
        Index(None, "organisation_id", "assignment_id"),
    )

    assignment_id: Mapped[int]
    income_type: Mapped[int | None]
    insured: Mapped[list[str]] = mapped_column(ARRAY(Text), info=personal.TAX)
    uninsured: Mapped[list[str]] = mapped_column(ARRAY(Text), info=personal.TAX)
    reason: Mapped[str] = mapped_column(info=personal.PAY)
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decider_name: Mapped[str] = mapped_column(info=personal.DECIDER)

    def values(self) -> Override:
        differs = {each: True for each in self.insured} | {each: False for each in self.uninsured}
        return Override(
            reason=self.reason,
            income_type=self.income_type,
            insured={Insurance(each): on for each, on in differs.items()},
        )


def in_force(assignment_ids: Iterable[int]) -> dict[int, IncomeDecision]:
    """The newest of each assignment that has one."""
    newest = (
        _of_organisation()
        .where(IncomeDecision.assignment_id.in_(list(assignment_ids)))
        .ext(distinct_on(IncomeDecision.assignment_id))
        .order_by(IncomeDecision.assignment_id, IncomeDecision.id.desc())
    )
    return {each.assignment_id: each for each in db.session.scalars(newest)}


def of_assignment(assignment_id: int) -> list[IncomeDecision]:
    """Newest first."""
    theirs = _of_organisation().where(IncomeDecision.assignment_id == assignment_id)
    return list(db.session.scalars(theirs.order_by(IncomeDecision.id.desc())))


def is_paid(assignment_id: int) -> bool:
    """Whether a line of it was told to payroll, counted to be paid, or paid."""
    lines = (
        select(StatementLine.id)
        .join(
            Statement,
            (Statement.organisation_id == StatementLine.organisation_id)
            & (Statement.id == StatementLine.statement_id),
        )
        .where(
            StatementLine.organisation_id == current_organisation(),
            StatementLine.is_live,
            or_(
                StatementLine.hour_entry_id.in_(_entries(HourEntry, assignment_id)),
                StatementLine.expense_entry_id.in_(_entries(ExpenseEntry, assignment_id)),
            ),
            or_(
                Statement.state.in_((StatementState.HANDED_OVER, StatementState.PAID)),
                select(NetPay.id)
                .where(
                    NetPay.organisation_id == Statement.organisation_id,
                    NetPay.statement_id == Statement.id,
                )
                .exists(),
            ),
        )
    )
    return db.session.scalar(lines.limit(1)) is not None


def _entries(kind: type[HourEntry | ExpenseEntry], assignment_id: int):
    return select(kind.id).where(
        kind.organisation_id == current_organisation(), kind.assignment_id == assignment_id
    )


def _of_organisation():
    mine = IncomeDecision.organisation_id == current_organisation()
    return select(IncomeDecision).where(mine)
