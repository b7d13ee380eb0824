"""What the organisation has withheld from what its bank has paid, by the month of payment."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, cast, func, select

from app.database import current_organisation, db
from app.storage.net_pays import NetPay
from app.storage.payments import Payment
from scheduling.payment_states import PaymentState


@dataclass(frozen=True)
class Month:
    """month: its first day. What the bank gave back later is not in it any more."""

    month: date
    payments: int
    taxable_cents: int
    withheld_cents: int
    pension_cents: int
    unemployment_cents: int
    net_cents: int


def by_month() -> list[Month]:
    """Newest first."""
    month = cast(func.date_trunc("month", Payment.paid_on), Date)
    columns = (
        NetPay.taxable_cents,
        NetPay.withheld_cents,
        NetPay.pension_cents,
        NetPay.unemployment_cents,
        NetPay.net_cents,
    )
    sums = (
        select(month, func.count(), *(func.sum(each) for each in columns))
        .join(
            NetPay,
            (NetPay.organisation_id == Payment.organisation_id) & (NetPay.id == Payment.net_pay_id),
        )
        .where(
            Payment.organisation_id == current_organisation(),
            Payment.state == PaymentState.CONFIRMED,
        )
        .group_by(month)
        .order_by(month.desc())
    )
    return [Month(day, *map(int, rest)) for day, *rest in db.session.execute(sums)]
