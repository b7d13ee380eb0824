"""The organisation's prices by first day, and the pay codes of its payroll."""

from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Index,
    Integer,
    Select,
    UniqueConstraint,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import AlreadyThere, Base, Refusal, Stale, current_organisation, db, refused_by
from app.storage import decisions, tables
from app.storage.decisions import STANDS, Decision
from app.storage.tables import OfOrganisation, belongs_to
from invoices.pricing import fee_table
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.terms_data import read_example, read_origin, read_terms
from invoices.pricing.worked_examples import Example
from invoices.refusals.pricing import NoRateForWork, NoRateYet
from scheduling.kinds import RequestKind

LOCK_OF_PRICES = 78  # beside 77, which a payroll run holds alone


class PriceNotInForce(Refusal):
    """Its table waits for another person, or was withdrawn: nothing is paid by it."""

    code = "price_not_in_force"


refused_by("one_fee_table_from_a_day", AlreadyThere)
refused_by("one_proposal_of_a_fee_table", AlreadyThere)
refused_by("issued_prices_stay", Stale)


class Rate(OfOrganisation, Base):
    """One price of a fee table; without a `request_kind` it is for every kind."""

    __tablename__ = "rates"
    __table_args__ = (
        belongs_to("fee_tables", "fee_table_id"),
        CheckConstraint("cents >= 0", name="price_not_negative"),
        Index(
            "one_rate_for_work",
            "organisation_id",
            "fee_table_id",
            "work",
            "request_kind",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    fee_table_id: Mapped[int]
    code: Mapped[str]
    work: Mapped[Work]
    request_kind: Mapped[RequestKind | None]
    unit: Mapped[PriceUnit]
    cents: Mapped[int]
    pay_code: Mapped[str | None]
    terms: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    origin: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    given: Mapped[str | None]  # instead of money
    examples: Mapped[list[Any]] = mapped_column(JSONB, default=list)

    def values(self) -> fee_table.Rate:
        """What the rules of money read."""
        return fee_table.Rate(
            code=self.code,
            work=self.work,
            unit=self.unit,
            cents=self.cents,
            request_kind=self.request_kind,
            pay_code=self.pay_code,
            terms=read_terms(self.terms),
            origin=read_origin(self.origin) if self.origin else None,
            given=self.given,
        )

    @property
    def worked(self) -> list[Example]:
        """What some work should come to, as the decision says."""
        return [read_example(each) for each in self.examples]


class FeeTable(Decision, Base):
    """Holds from its first day until the next one's, and names the decision it rests on.

    replaces_id  the one that is withdrawn when this one is confirmed
    """

    __tablename__ = "fee_tables"
    __table_args__ = (
        belongs_to("fee_tables", "replaces_id"),
        *decisions.by_two(),
        decisions.once("one_proposal_of_a_fee_table"),
        Index(
            "one_fee_table_from_a_day",
            "organisation_id",
            "valid_from",
            unique=True,
            postgresql_where=STANDS,
        ),
    )

    replaces_id: Mapped[int | None]

    rates: Mapped[list[Rate]] = relationship(viewonly=True, order_by=Rate.id, lazy="selectin")

    def values(self) -> fee_table.FeeTable:
        """What the rules of money read."""
        return fee_table.FeeTable(
            valid_from=self.valid_from,
            decision_number=self.decision_number,
            rates=tuple(rate.values() for rate in self.rates),
        )


class ExpensePayCode(OfOrganisation, Base):
    """Which pay code of payroll an expense kind goes by."""

    __tablename__ = "expense_pay_codes"
    __table_args__ = (UniqueConstraint("organisation_id", "kind"),)

    kind: Mapped[str]
    pay_code: Mapped[str] = mapped_column()


def get_rate(rate_id: int) -> Rate:
    """Raises Missing."""
    return tables.get(Rate, rate_id)


def get_table(table_id: int) -> FeeTable:
    """Raises Missing."""
    return tables.get(FeeTable, table_id)


def all_tables() -> list[FeeTable]:
    """Confirmed by two and not withdrawn, oldest first."""
    return list(db.session.scalars(_standing()))


def waiting() -> list[FeeTable]:
    """For another person to confirm, oldest first."""
    mine = select(FeeTable).where(FeeTable.organisation_id == current_organisation())
    asked = mine.where(decisions.waiting(FeeTable)).order_by(FeeTable.id)
    return list(db.session.scalars(asked))


def later_with(rate: Rate) -> list[FeeTable]:
    """Tables that begin after the price's own and say the same of the same work, waiting ones too.

    Oldest first.
    """
    since = get_table(rate.fee_table_id).valid_from
    later = [each for each in (*all_tables(), *waiting()) if each.valid_from > since]
    same = (rate.code, rate.values().cents, rate.values().terms)
    return sorted(
        (
            each
            for each in later
            if any((one.code, one.cents, one.values().terms) == same for one in each.rates)
        ),
        key=lambda each: each.valid_from,
    )


def price_list() -> list[fee_table.FeeTable]:
    """All tables as the rules of money read them, oldest first."""
    return [table.values() for table in all_tables()]


def price_list_that_stays() -> list[fee_table.FeeTable]:
    """The same, as it is now: nobody mends a price before the transaction has ended."""
    _lock(read=True)
    return [table.values() for table in _read_anew()]


def lock_all() -> None:
    """Whoever is about to use a price waits until the transaction has ended, and reads it anew."""
    _lock(read=False)
    _read_anew()


def _lock(*, read: bool) -> None:
    """One lock of the organisation, which is there before its first fee table is, too."""
    lock = func.pg_advisory_xact_lock_shared if read else func.pg_advisory_xact_lock
    mine = cast(current_organisation(), Integer)
    db.session.execute(select(lock(LOCK_OF_PRICES, mine)))


def _read_anew() -> list[FeeTable]:
    """What was read of them before a wait is forgotten."""
    return list(db.session.scalars(_standing().execution_options(populate_existing=True)))


def _standing() -> Select[Any]:
    mine = select(FeeTable).where(
        FeeTable.organisation_id == current_organisation(), decisions.standing(FeeTable)
    )
    return mine.order_by(FeeTable.valid_from)


def find_rate(work: Work, request_kind: str | None, day: date) -> fee_table.Rate | None:
    """What the work is paid by on the day; None when there is no price yet."""
    try:
        return fee_table.rate_for(fee_table.table_on(price_list(), day), work, request_kind)
    except (NoRateYet, NoRateForWork):
        return None


def counted_together() -> list[tuple[int, fee_table.Rate]]:
    """Prices by whose code several entries count, with their ids."""
    rates = [(rate.id, rate.values()) for table in all_tables() for rate in table.rates]
    codes = {rate.code for _, rate in rates if rate.counts_together}
    return [(rate_id, rate) for rate_id, rate in rates if rate.code in codes]


def pay_codes(*, of_things: bool) -> set[str]:
    """Of what is given instead of money, or of money, costs included; in any table that stands or
    waits for another person."""
    rates = (rate for table in (*all_tables(), *waiting()) for rate in table.rates)
    found = {rate.pay_code for rate in rates if (rate.given is not None) == of_things}
    costs = set() if of_things else set(expense_pay_codes().values())
    return {code for code in found | costs if code}


def expense_rows() -> dict[str, ExpensePayCode]:
    """By expense kind."""
    mine = select(ExpensePayCode).where(ExpensePayCode.organisation_id == current_organisation())
    return {row.kind: row for row in db.session.scalars(mine)}


def expense_pay_codes() -> dict[str, str]:
    """Pay code by expense kind."""
    return {kind: row.pay_code for kind, row in expense_rows().items()}
