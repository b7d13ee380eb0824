"""From gross to net, as it was counted for a statement that the organisation pays itself."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.database import Base, current_organisation, db
from app.storage import hand_payments, personal
from app.storage.how_far import came_back
from app.storage.payments import Payment
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState
from scheduling.payment_states import PaymentState


class NetPay(OfOrganisation, Base):
    """A snapshot with its steps and income types. Rows are only added; the newest holds that a
    payment goes or went by: when its batch is voided, nothing was withheld and it is counted anew.
    """

    __tablename__ = "net_pays"
    __table_args__ = (
        belongs_to("statements", "statement_id"),
        belongs_to("tax_cards", "tax_card_id"),
        belongs_to("net_pays", "replaces_id"),
        CheckConstraint(
            "net_cents = taxable_cents + tax_free_cents"
            " - given_cents - withheld_cents - pension_cents - unemployment_cents",
            name="net_is_what_is_left",
        ),
        CheckConstraint(
            "least(net_cents, withheld_cents, pension_cents, unemployment_cents) >= 0",
            name="nothing_negative",
        ),
        Index(None, "organisation_id", "statement_id"),
        Index(None, "organisation_id", "replaces_id", postgresql_where="replaces_id is not null"),
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
    given_cents: Mapped[int] = mapped_column(server_default="0")  # no money
    net_cents: Mapped[int]
    breakdown: Mapped[list[Any]] = mapped_column(JSONB, info=personal.TAX)
    lines: Mapped[list[Any]] = mapped_column(JSONB, info=personal.TAX)  # income type of each
    counted_at: Mapped[datetime]
    counted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))

    @property
    def gross_cents(self) -> int:
        return self.taxable_cents + self.tax_free_cents


class Taxable(NamedTuple):
    """Of one statement, by the net it was counted with."""

    statement_id: int
    net_pay_id: int
    cents: int


def by_statement(statement_ids: Iterable[int]) -> dict[int, NetPay]:
    """The newest that stands of each, where there is one."""
    newest = (
        select(NetPay)
        .where(NetPay.statement_id.in_(list(statement_ids)), *_stands())
        .ext(distinct_on(NetPay.statement_id))
        .order_by(NetPay.statement_id, NetPay.id.desc())
    )
    return {each.statement_id: each for each in db.session.scalars(newest)}


def by_id(net_pay_ids: Iterable[int]) -> dict[int, NetPay]:
    theirs = select(NetPay).where(
        NetPay.organisation_id == current_organisation(), NetPay.id.in_(list(net_pay_ids))
    )
    return {each.id: each for each in db.session.scalars(theirs)}


def unpaid(statement_ids: Collection[int]) -> set[int]:
    """Of these, what is still to be paid: until then its net may be counted anew."""
    waiting = select(Statement.id).where(
        Statement.organisation_id == current_organisation(),
        Statement.id.in_(statement_ids),
        Statement.state.in_((StatementState.ISSUED, StatementState.HANDED_OVER)),
        Statement.batch_id.is_(None),
        (Statement.total_cents > 0) | came_back(Statement.refers_to_id),
        Statement.kind != StatementKind.CREDIT,
        ~hand_payments.stands(Statement.id),
    )
    return set(db.session.scalars(waiting))


def taxable_in(year: int, expert_ids: Collection[int]) -> dict[int, list[Taxable]]:
    """This payer's taxable pay to each person in the year, as counted so far.

    The newest count that stands of each statement, but for what was credited and what another has
    replaced.
    """
    replaced = select(NetPay.replaces_id).where(NetPay.replaces_id.is_not(None), *_stands())
    newest = (
        select(
            Statement.expert_id,
            NetPay.statement_id,
            NetPay.id,
            NetPay.taxable_cents.label("cents"),
            year_of_pay().label("year"),
        )
        .join(
            Statement,
            (Statement.organisation_id == NetPay.organisation_id)
            & (Statement.id == NetPay.statement_id),
        )
        .where(
            Statement.expert_id.in_(expert_ids),
            Statement.state != StatementState.CREDITED,
            *_stands(),
        )
        .ext(distinct_on(NetPay.statement_id))
        .order_by(NetPay.statement_id, NetPay.id.desc())
        .subquery()
    )
    counted = select(newest.c.expert_id, newest.c.statement_id, newest.c.id, newest.c.cents).where(
        newest.c.id.not_in(replaced), newest.c.year == year
    )
    found: dict[int, list[Taxable]] = {}
    for expert_id, *one in db.session.execute(counted):
        found.setdefault(expert_id, []).append(Taxable(*one))
    return found


def year_of_pay() -> ColumnElement[int]:
    """That in which the bank paid by it; until then the year whose figures were used."""
    paid_by = aliased(Payment)
    paid_on = select(func.max(paid_by.paid_on)).where(
        paid_by.organisation_id == NetPay.organisation_id,
        paid_by.statement_id == NetPay.statement_id,  # by which payments are found at once
        paid_by.net_pay_id == NetPay.id,
        paid_by.state == PaymentState.CONFIRMED,
    )
    day = func.coalesce(paid_on.correlate(NetPay).scalar_subquery(), NetPay.pay_on)
    return func.extract("year", day)


def _stands() -> tuple[ColumnElement[bool], ...]:
    """What a payment goes or went by. Of what payroll was given, payroll counts the tax."""
    goes = exists().where(
        Payment.organisation_id == NetPay.organisation_id,
        Payment.statement_id == NetPay.statement_id,
        Payment.net_pay_id == NetPay.id,
        Payment.state != PaymentState.VOIDED,
    )
    is_ours = ~hand_payments.stands(NetPay.statement_id)
    return NetPay.organisation_id == current_organisation(), goes, is_ours
