"""What the organisation has withheld from what its bank has paid, by the month of payment."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, RowMapping, cast, func, select

from app.database import current_organisation, db
from app.storage.net_pays import NetPay, year_of_pay
from app.storage.payments import Payment
from app.storage.statements import Statement
from scheduling.payment_states import LIVE_PAYMENT, PaymentState


@dataclass(frozen=True)
class Taken:
    """money_cents: before tax, without what was given in place of money."""

    taxable_cents: int
    money_cents: int
    withheld_cents: int
    pension_cents: int
    unemployment_cents: int
    net_cents: int

    @property
    def shares_cents(self) -> int:
        return self.pension_cents + self.unemployment_cents


@dataclass(frozen=True)
class Month(Taken):
    """month: its first day. What the bank gave back later is not in it any more."""

    month: date
    payments: int


SUMS = tuple(
    func.coalesce(func.sum(each), 0).label(name)
    for name, each in {
        "taxable_cents": NetPay.taxable_cents,
        "money_cents": NetPay.taxable_cents + NetPay.tax_free_cents - NetPay.given_cents,
        "withheld_cents": NetPay.withheld_cents,
        "pension_cents": NetPay.pension_cents,
        "unemployment_cents": NetPay.unemployment_cents,
        "net_cents": NetPay.net_cents,
    }.items()
)


def by_month() -> list[Month]:
    """Newest first."""
    return _by_month(NetPay.organisation_id == current_organisation())


def of_expert(expert_id: int) -> list[Month]:
    """The same of one person."""
    return _by_month(_is_of(expert_id))


def in_year_until(net: NetPay, expert_id: int) -> Taken:
    """From the person's payments of the year that were counted before this one, and from it."""
    own = select(year_of_pay()).where(
        NetPay.organisation_id == current_organisation(), NetPay.id == net.id
    )
    year = year_of_pay() == db.session.scalar(own)
    paid_by = (
        select(*SUMS)
        .join(Payment, _pays())
        .where(_is_of(expert_id), year, NetPay.id <= net.id, Payment.state.in_(LIVE_PAYMENT))
    )
    return Taken(**_cents(db.session.execute(paid_by).mappings().one()))


def _by_month(whose: ColumnElement[bool]) -> list[Month]:
    month = cast(func.date_trunc("month", Payment.paid_on), Date)
    sums = (
        select(*SUMS, month.label("month"), func.count().label("payments"))
        .join(Payment, _pays())
        .where(whose, Payment.state == PaymentState.CONFIRMED)
        .group_by(month)
        .order_by(month.desc())
    )
    rows = db.session.execute(sums).mappings()
    return [Month(**_cents(row), month=row["month"], payments=row["payments"]) for row in rows]


def _cents(row: RowMapping) -> dict[str, int]:
    return {each.name: int(row[each.name]) for each in SUMS}


def _pays() -> ColumnElement[bool]:
    return (Payment.organisation_id == NetPay.organisation_id) & (Payment.net_pay_id == NetPay.id)


def _is_of(expert_id: int) -> ColumnElement[bool]:
    theirs = select(Statement.id).where(
        Statement.organisation_id == current_organisation(), Statement.expert_id == expert_id
    )
    return (NetPay.organisation_id == current_organisation()) & NetPay.statement_id.in_(theirs)
