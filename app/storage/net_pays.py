"""From gross to net, as it was counted for a statement that the organisation pays itself."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.payments import came_back
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState


class NetPay(OfOrganisation, Base):
    """A snapshot with its steps and income types. Rows are only added; the newest holds."""

    __tablename__ = "net_pays"
    __table_args__ = (
        belongs_to("statements", "statement_id"),
        belongs_to("tax_cards", "tax_card_id"),
        belongs_to("net_pays", "replaces_id"),
        CheckConstraint(
            "net_cents = taxable_cents + tax_free_cents"
            " - withheld_cents - pension_cents - unemployment_cents",
            name="net_is_what_is_left",
        ),
        CheckConstraint(
            "least(net_cents, withheld_cents, pension_cents, unemployment_cents) >= 0",
            name="nothing_negative",
        ),
        Index(None, "organisation_id", "statement_id"),
        Index(
            "one_replacement_of_a_net",
            "organisation_id",
            "replaces_id",
            unique=True,
            postgresql_where="replaces_id is not null",
        ),
    )

    statement_id: Mapped[int]
    tax_card_id: Mapped[int | None]
    replaces_id: Mapped[int | None]  # of the corrected statement, whose money came back
    pay_on: Mapped[date]  # the day whose figures and card were used
    earlier_cents: Mapped[int]  # taxable pay of the year before this
    taxable_cents: Mapped[int]
    tax_free_cents: Mapped[int]
    withheld_cents: Mapped[int]
    pension_cents: Mapped[int]
    unemployment_cents: Mapped[int]
    net_cents: Mapped[int]
    breakdown: Mapped[list[Any]] = mapped_column(JSONB, info=personal.TAX)
    lines: Mapped[list[Any]] = mapped_column(JSONB, info=personal.TAX)  # income type of each
    counted_at: Mapped[datetime]
    counted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))

    @property
    def gross_cents(self) -> int:
        return self.taxable_cents + self.tax_free_cents


def by_statement(statement_ids: Iterable[int]) -> dict[int, NetPay]:
    """The newest of each, where there is one."""
    newest = (
        select(NetPay)
        .where(
            NetPay.organisation_id == current_organisation(),
            NetPay.statement_id.in_(list(statement_ids)),
        )
        .ext(distinct_on(NetPay.statement_id))
        .order_by(NetPay.statement_id, NetPay.id.desc())
    )
    return {each.statement_id: each for each in db.session.scalars(newest)}


def by_id(net_pay_ids: Iterable[int]) -> dict[int, NetPay]:
    theirs = select(NetPay).where(
        NetPay.organisation_id == current_organisation(), NetPay.id.in_(list(net_pay_ids))
    )
    return {each.id: each for each in db.session.scalars(theirs)}


def uncounted(statement_ids: Collection[int]) -> set[int]:
    """Of these, what is still to be paid and has no net yet."""
    counted = select(NetPay.statement_id).where(NetPay.organisation_id == current_organisation())
    waiting = select(Statement.id).where(
        Statement.organisation_id == current_organisation(),
        Statement.id.in_(statement_ids),
        Statement.state.in_((StatementState.ISSUED, StatementState.HANDED_OVER)),
        Statement.batch_id.is_(None),
        (Statement.total_cents > 0) | came_back(Statement.refers_to_id),
        Statement.kind != StatementKind.CREDIT,
        Statement.id.not_in(counted),
    )
    return set(db.session.scalars(waiting))


def taxable_before(statement: Statement, year: int, *, but: NetPay | None = None) -> int:
    """This payer's taxable pay to the person in the year as counted so far, but for `statement`.

    What was counted first was paid first, whatever its number: a statement may have waited.
    but  what `statement` is to replace; what others have replaced is left out, too
    """
    replaced = select(NetPay.replaces_id).where(
        NetPay.organisation_id == current_organisation(), NetPay.replaces_id.is_not(None)
    )
    newest = (
        select(NetPay.id, NetPay.statement_id, NetPay.taxable_cents, NetPay.pay_on)
        .where(NetPay.organisation_id == current_organisation())
        .ext(distinct_on(NetPay.statement_id))
        .order_by(NetPay.statement_id, NetPay.id.desc())
        .subquery()
    )
    hers = (
        select(func.coalesce(func.sum(newest.c.taxable_cents), 0))
        .join(Statement, Statement.id == newest.c.statement_id)
        .where(
            Statement.organisation_id == current_organisation(),
            Statement.expert_id == statement.expert_id,
            Statement.id != statement.id,
            Statement.state != StatementState.CREDITED,
            newest.c.id.not_in(replaced),
            newest.c.id != (but.id if but else 0),
            func.extract("year", newest.c.pay_on) == year,
        )
    )
    return int(db.session.scalars(hers).one())
