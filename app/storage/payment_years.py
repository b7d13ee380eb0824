"""Payments that the bank made in another year than the one whose card and figures were used."""

from sqlalchemy import exists, func, select

from app.database import current_organisation, db
from app.storage.mended_years import MendedYear
from app.storage.net_pays import NetPay
from app.storage.payments import Payment


def paid_in_another(batch_id: int | None = None, *, mended: bool = True) -> list[Payment]:
    """Of one batch or of all, in the order of their ids.

    mended  with those whose tax two people have said to be put right
    """
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
    if not mended:
        confirmed = exists().where(
            MendedYear.organisation_id == Payment.organisation_id,
            MendedYear.payment_id == Payment.id,
            MendedYear.confirmed_at.is_not(None),
        )
        theirs = theirs.where(~confirmed)
    return list(db.session.scalars(theirs))
