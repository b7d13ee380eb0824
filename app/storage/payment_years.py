"""Payments that the bank made in another year than the one whose card and figures were used."""

from sqlalchemy import func, select

from app.database import current_organisation, db
from app.storage.net_pays import NetPay
from app.storage.payments import Payment


def paid_in_another(batch_id: int | None = None) -> list[Payment]:
    """Of one batch or of all, in the order of their ids."""
    theirs = (
        select(Payment)
        .join(
            NetPay,
            (NetPay.organisation_id == Payment.organisation_id) & (NetPay.id == Payment.net_pay_id),
        )
        .where(
            Payment.organisation_id == current_organisation(),
            func.extract("year", Payment.paid_on) != func.extract("year", NetPay.pay_on),
        )
        .order_by(Payment.id)
    )
    if batch_id is not None:
        theirs = theirs.where(Payment.batch_id == batch_id)
    return list(db.session.scalars(theirs))
