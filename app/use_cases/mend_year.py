"""The bank paid in another year than the tax was counted for: two people say it is put right."""

from app.access import Actor
from app.database import Missing, Refusal, transaction
from app.now import now
from app.storage import changes, mended_years, net_pays, tables, users
from app.storage.changes import Subject
from app.storage.mended_years import MendedYear
from app.storage.payments import Payment
from app.storage.tables import FourEyes


class PaidInItsYear(Refusal):
    """The tax was counted for the year in which the bank paid."""

    code = "paid_in_its_year"


def write_down(*, by: Actor, payment_id: int, note: str) -> MendedYear:
    """What was done, as it is read years later. Raises Missing, PaidInItsYear, MovedOn."""
    with transaction():
        payment = tables.get(Payment, payment_id, lock=True)
        net = net_pays.by_id([payment.net_pay_id])[payment.net_pay_id]
        if payment.paid_on is None or payment.paid_on.year == net.pay_on.year:
            raise PaidInItsYear
        written = tables.add(
            MendedYear(
                payment_id=payment.id,
                statement_id=payment.statement_id,
                note=note,
                asked_at=now(),
                asked_by=by.user_id,
            )
        )
        _note(written, "year_written_down", by)
    return written


def confirm(*, by: Actor, payment_id: int) -> MendedYear:
    """By another person. A second time: the same. Raises Missing, FourEyes."""
    with transaction():
        found = _get(payment_id)
        if found.confirmed_at is None:
            if found.asked_by in users.of_same_person(by.user_id):
                raise FourEyes
            found.confirmed_at, found.confirmed_by = now(), by.user_id
            _note(found, "year_mended", by)
    return found


def refuse(*, by: Actor, payment_id: int) -> None:
    """It is not so, or was written down wrong: it is written anew. Raises Missing, MovedOn."""
    with transaction():
        found = _get(payment_id)
        if found.confirmed_at is not None:
            raise tables.MovedOn
        found.refused_at, found.refused_by = now(), by.user_id
        _note(found, "year_refused", by)


def _get(payment_id: int) -> MendedYear:
    if (found := mended_years.find(payment_id, lock=True)) is None:
        raise Missing(MendedYear.__name__, payment_id)
    return found


def _note(mended: MendedYear, became: str, by: Actor) -> None:
    changes.note(Subject.STATEMENT, mended.statement_id, became, by=by)
