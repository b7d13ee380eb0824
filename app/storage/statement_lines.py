"""The lines of fee statements: copies of entries as they were paid."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Identity,
    Index,
    Text,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.hour_entries import HourEntry
from app.storage.price_steps import PriceSteps
from app.storage.tables import OfOrganisation
from invoices.statements import statement
from scheduling.wall_clock import HELSINKI

# Whose lines they are: no reference says it to the models.
OF_STATEMENT = (
    "and_(Statement.organisation_id == foreign(StatementLine.organisation_id),"
    " Statement.id == foreign(StatementLine.statement_id))"
)


class StatementLine(OfOrganisation, Base):
    """A copy of an entry as it was paid. `is_live` falls when its statement is put right.

    mirrors_id  the line that this one takes back, with the opposite sign
    """

    __tablename__ = "statement_lines"
    __table_args__ = (
        CheckConstraint("num_nonnulls(hour_entry_id, expense_entry_id) = 1", name="of_one_entry"),
        Index(
            "one_live_line_per_hour_entry",
            "organisation_id",
            "hour_entry_id",
            unique=True,
            postgresql_where="is_live and hour_entry_id is not null",
        ),
        Index(
            "one_live_line_per_expense_entry",
            "organisation_id",
            "expense_entry_id",
            unique=True,
            postgresql_where="is_live and expense_entry_id is not null",
        ),
        Index(
            "one_mirror_of_a_line",
            "organisation_id",
            "mirrors_id",
            unique=True,
            postgresql_where="mirrors_id is not null",
        ),
        *(
            Index(
                f"dead_lines_of_{kind}_entry",
                "organisation_id",
                f"{kind}_entry_id",
                postgresql_where="not is_live",
            )
            for kind in ("hour", "expense")
        ),
    )

    # What it refers to is looked at by a trigger, over all lines added at once.
    organisation_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, default=current_organisation, sort_order=-2
    )
    statement_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, Identity())  # of mirrors
    hour_entry_id: Mapped[int | None]
    expense_entry_id: Mapped[int | None]
    is_live: Mapped[bool] = mapped_column(default=True)
    mirrors_id: Mapped[int | None]
    kind: Mapped[str]  # preparation, activity, travel, follow_up, or an expense kind
    title: Mapped[str]
    pay_code: Mapped[str]
    cost_centre: Mapped[str | None]
    project_code: Mapped[str | None]
    day: Mapped[date]
    quantity: Mapped[int]  # minutes, kilometre tenths or pieces, as `unit` says
    unit: Mapped[str]
    unit_cents: Mapped[int]
    amount_cents: Mapped[int]
    is_taxable: Mapped[bool]
    purpose: Mapped[str | None] = mapped_column(info=personal.PAY)
    route: Mapped[str | None] = mapped_column(info=personal.PAY)
    leaves_at: Mapped[datetime | None]
    returns_at: Mapped[datetime | None]
    breakdown: Mapped[list[Any]] = mapped_column(PriceSteps, info=personal.PAY)
    decision_number: Mapped[str | None]

    def values(self) -> statement.Line:
        """What the rules of money read."""
        return statement.Line(
            entry=_entry_name(self.hour_entry_id, self.expense_entry_id),
            kind=self.kind,
            day=self.day,
            quantity=self.quantity,
            unit=self.unit,
            price_cents=self.unit_cents,
            amount_cents=self.amount_cents,
            pay_code=self.pay_code,
            cost_centre=self.cost_centre or "",
            project_code=self.project_code or "",
            purpose=self.purpose or "",
            route=self.route or "",
            times=clock_times(self.leaves_at, self.returns_at),
            waived=any(step["code"] == "waived" for step in self.breakdown),
            position=self.position,
            title=self.title,
            decision_number=self.decision_number or "",
            breakdown=tuple(self.breakdown),
        )


class InMoney:
    """What of a statement is paid as money."""

    lines: Mapped[list[StatementLine]]
    total_cents: Mapped[int]

    @property
    def given_cents(self) -> int:
        """What things given are worth: in the total, and taxed."""
        return sum(line.amount_cents for line in self.lines if line.kind == statement.GIVEN)

    @property
    def money_cents(self) -> int:
        """Before tax."""
        return self.total_cents - self.given_cents


def read_for(statements: Mapping[int, InMoney]) -> None:
    """The lines of all of them at once, in their order, before they are asked one by one.

    statements  by id
    """
    theirs = select(StatementLine).where(
        StatementLine.organisation_id == current_organisation(),
        StatementLine.statement_id.in_(statements.keys()),
    )
    found: dict[int, list[StatementLine]] = {}
    for line in db.session.scalars(theirs.order_by(StatementLine.position)):
        found.setdefault(line.statement_id, []).append(line)
    for statement_id, one in statements.items():
        set_committed_value(one, "lines", found.get(statement_id, []))


def add(lines: Iterable[StatementLine]) -> None:
    """Of statements of this transaction."""
    db.session.add_all(lines)


CODE: ColumnElement[str | None] = literal_column(
    "jsonb_path_query_first(statement_lines.breakdown::jsonb, '$[*].rate') #>> '{}'", Text
)
"""Of the price of a line of work."""


class PaidLine(NamedTuple):
    """A live line of work; code: of its price."""

    expert_id: int
    code: str
    day: date
    cents: int
    entry_id: int


def paid_by_rate(expert_ids: Collection[int], years: Collection[int]) -> list[PaidLine]:
    """Of work in these years."""
    theirs = (
        select(
            HourEntry.expert_id,
            CODE,
            StatementLine.day,
            StatementLine.amount_cents,
            HourEntry.id,
        )
        .join(HourEntry, HourEntry.id == StatementLine.hour_entry_id)
        .where(
            StatementLine.organisation_id == current_organisation(),
            HourEntry.organisation_id == StatementLine.organisation_id,
            HourEntry.expert_id.in_(expert_ids),
            StatementLine.is_live,
            func.extract("year", StatementLine.day).in_(years),
        )
    )
    return [PaidLine(*row) for row in db.session.execute(theirs) if row[1]]


def clock_times(starts_at: datetime | None, ends_at: datetime | None) -> str:
    """8.15–13.40 in Helsinki; empty when not known."""
    if starts_at is None or ends_at is None:
        return ""
    return "–".join(f"{at:%-H.%M}" for at in (_local(starts_at), _local(ends_at)))


def _local(moment: datetime) -> datetime:
    return moment.astimezone(HELSINKI)


def _entry_name(hour_entry_id: int | None, expense_entry_id: int | None) -> str:
    return f"hour-{hour_entry_id}" if hour_entry_id else f"expense-{expense_entry_id}"
