"""Fee statements: issued, numbered and frozen; one person, one payroll period."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal, tables
from app.storage.statement_lines import OF_STATEMENT, InMoney, StatementLine
from app.storage.tables import OfOrganisation, belongs_to
from invoices.statements import statement
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState
from scheduling.wall_clock import HELSINKI


class AlreadyRun(Refusal):
    """The payroll period has been run."""

    code = "already_run"


class AlreadyPutRight(Refusal):
    """Another document cancels or corrects this statement already."""

    code = "already_put_right"


class NothingStands(Refusal):
    """A credit, and what has been credited or corrected, is not put right again."""

    code = "nothing_stands"


class RunKind(StrEnum):
    MONTH = "month"  # a payroll period: everything approved by the cut-off, older work included
    SINGLE = "single"  # one person, outside the month's run
    CORRECTION = "correction"  # what puts statements right


class StatementRun(OfOrganisation, Base):
    """What is issued together, and handed over and paid together."""

    __tablename__ = "statement_runs"
    __table_args__ = (
        Index(
            "one_run_a_month",
            "organisation_id",
            "month",
            unique=True,
            postgresql_where="kind = 'month'",
        ),
    )

    kind: Mapped[RunKind] = mapped_column(default=RunKind.MONTH)
    month: Mapped[str]  # of payment, as 2026-12
    cut_off_on: Mapped[date]
    pay_on: Mapped[date]
    run_at: Mapped[datetime]
    run_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    persons: Mapped[int] = mapped_column(default=0)
    total_cents: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)  # entries payroll could not pay
    late: Mapped[int] = mapped_column(default=0)  # entries approved after the cut-off


class Statement(OfOrganisation, InMoney, Base):
    """A snapshot: nothing here follows later changes of the profile, prices or texts."""

    __tablename__ = "statements"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        belongs_to("payment_batches", "batch_id"),
        belongs_to("statements", "refers_to_id"),
        UniqueConstraint("organisation_id", "series", "year", "number"),
        UniqueConstraint("organisation_id", "refers_to_id"),
        CheckConstraint("total_cents = fee_cents + tax_free_cents", name="total_is_fee_and_travel"),
        CheckConstraint(
            "(kind = 'statement') = (refers_to_id is null)", name="refers_only_to_put_right"
        ),
        CheckConstraint("kind <> 'credit' or state = 'credited'", name="a_credit_is_settled"),
        Index(None, "organisation_id", "expert_id"),
        Index(None, "organisation_id", "run_id"),
    )

    # Its run, the organisation of that, and who issued it are looked at by a trigger, over all
    # statements added at once.
    organisation_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, default=current_organisation, sort_order=-2
    )
    kind: Mapped[StatementKind] = mapped_column(default=StatementKind.STATEMENT)
    run_id: Mapped[int]
    expert_id: Mapped[int]
    batch_id: Mapped[int | None]
    refers_to_id: Mapped[int | None]
    series: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    state: Mapped[StatementState] = mapped_column(default=StatementState.ISSUED)
    language: Mapped[str]
    payer_name: Mapped[str]
    payer_business_id: Mapped[str | None]
    payee_name: Mapped[str] = mapped_column(info=personal.NAME)
    payroll_number: Mapped[str] = mapped_column(info=personal.PAY)
    month: Mapped[str]
    pay_on: Mapped[date]
    fee_cents: Mapped[int]
    tax_free_cents: Mapped[int]
    total_cents: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    pdf_sha256: Mapped[str | None]
    handed_over_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]

    lines: Mapped[list[StatementLine]] = relationship(
        viewonly=True, order_by=StatementLine.position, primaryjoin=OF_STATEMENT
    )
    refers_to: Mapped["Statement | None"] = relationship(
        viewonly=True, remote_side="[Statement.organisation_id, Statement.id]"
    )

    def values(self) -> statement.Statement:
        """What the rules of money read, and what the hash covers."""
        return statement.Statement(self.heading(), tuple(line.values() for line in self.lines))

    def heading(self) -> statement.Heading:
        return statement.Heading(
            number=self.own_number,
            issued_on=self.issued_at.astimezone(HELSINKI).date(),
            month=self.month,
            pay_on=self.pay_on,
            payer_name=self.payer_name,
            payer_business_id=self.payer_business_id or "",
            person_number=self.payroll_number,
            person_name=self.payee_name,
            language=self.language,
            credits=self._number_put_right(StatementKind.CREDIT),
            corrects=self._number_put_right(StatementKind.CORRECTION),
        )

    @property
    def own_number(self) -> statement.Number:
        return statement.Number(year=self.year, serial=self.number, series=self.series)

    @property
    def printed_number(self) -> str:
        return str(self.own_number)

    def _number_put_right(self, kind: StatementKind) -> statement.Number | None:
        return self.refers_to.own_number if self.kind == kind and self.refers_to else None


LONGEST_SERIAL = 9  # digits that the column holds
BY_NUMBER = (Statement.series, Statement.year, Statement.number)
refused_by("one_run_a_month", AlreadyRun)
refused_by("uq_statements_organisation_id_refers_to_id", AlreadyPutRight)
refused_by("only_a_standing_statement_is_put_right", NothingStands)


def get(statement_id: int, *, lock: bool = False) -> Statement:
    """Raises Missing."""
    return tables.get(Statement, statement_id, lock=lock)


def of_expert(expert_id: int) -> list[Statement]:
    """Newest first."""
    theirs = select(Statement).where(
        Statement.organisation_id == current_organisation(), Statement.expert_id == expert_id
    )
    return list(db.session.scalars(theirs.order_by(Statement.id.desc())))


def find_run(month: str) -> StatementRun | None:
    """The run of a payroll period."""
    mine = select(StatementRun).where(
        StatementRun.organisation_id == current_organisation(),
        StatementRun.kind == RunKind.MONTH,
        StatementRun.month == month,
    )
    return db.session.scalar(mine)


def get_run(run_id: int, *, lock: bool = False) -> StatementRun:
    """Raises Missing."""
    return tables.get(StatementRun, run_id, lock=lock)


def all_runs() -> list[StatementRun]:
    """Newest month first, and in it the newest run."""
    mine = select(StatementRun).where(StatementRun.organisation_id == current_organisation())
    newest = (StatementRun.month.desc(), StatementRun.id.desc())
    return list(db.session.scalars(mine.order_by(*newest)))


def of_run(run_id: int, *, lines: bool = True) -> list[Statement]:
    """In the order of numbers. lines: read with them, or only when asked for."""
    return _in_order(Statement.run_id == run_id, lines=lines)


def of_batch(batch_id: int, *, lines: bool = True) -> list[Statement]:
    """In the order of numbers, as those of a run."""
    return _in_order(Statement.batch_id == batch_id, lines=lines)


def by_id(statement_ids: Collection[int]) -> dict[int, Statement]:
    """With their lines; those that are there."""
    return {one.id: one for one in _in_order(Statement.id.in_(statement_ids))}


def all_issued() -> list[Statement]:
    """By series and year, in the order of numbers, with their lines."""
    return _in_order()


def named(numbers: Collection[str], person_numbers: Collection[str]) -> list[Statement]:
    """Statements and corrections that may be those printed so, and all of these persons.

    In the order of numbers; lines are read when asked for.
    """
    ends = [each.rpartition("-")[2] for each in numbers]
    serials = [int(end) for end in ends if end.isdecimal() and len(end) <= LONGEST_SERIAL]
    theirs = select(Statement).where(
        Statement.organisation_id == current_organisation(),
        Statement.kind != StatementKind.CREDIT,
        Statement.number.in_(serials) | Statement.payroll_number.in_(person_numbers),
    )
    return list(db.session.scalars(theirs.order_by(*BY_NUMBER)))


def _in_order(*conditions: ColumnElement[bool], lines: bool = True) -> list[Statement]:
    theirs = select(Statement).where(
        Statement.organisation_id == current_organisation(), *conditions
    )
    read = [selectinload(Statement.lines)] if lines else []
    return list(db.session.scalars(theirs.order_by(*BY_NUMBER).options(*read)))
