"""Payments told to the Incomes Register, in a few words."""

from datetime import UTC, datetime, time

from sqlalchemy import select, text

from app import checks
from app.database import db, transaction
from app.now import today
from app.storage import bank_batches, invariants, payments, register_reports
from app.storage.messages import Message
from app.use_cases import enter_bank_answer, enter_register_answer, tell_incomes_register
from scheduling.payment_states import PaymentState
from tests import build_engines

REPORTS = "tulorekisteri/WageReportsToIR.xsd"
BACK = "tulorekisteri/2022/InvalidationsToIR.xsd"


def uploaded(finance):
    [delivery] = tell_incomes_register.make(by=finance[0])
    return enter_register_answer.mark_delivered(by=finance[0], delivery_id=delivery.id)


def accepted(finance):
    return enter_register_answer.accept(by=finance[0], delivery_id=uploaded(finance).id)


def answered(by, delivery):
    enter_register_answer.mark_delivered(by=by, delivery_id=delivery.id)
    enter_register_answer.accept(by=by, delivery_id=delivery.id)


def pay(one, other):
    batch = build_engines.taken_to_bank(one, other)
    enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=today())


def bounced(by):
    """The bank returns the first payment."""
    [batch] = bank_batches.all_batches()
    payment = payments.of_batch(batch.id)[0]
    with transaction():
        enter_bank_answer.step_payment(payment, PaymentState.BOUNCED, by)
    return payment


def hour(paid):
    """The statement of one hour's fee."""
    return next(one for one in paid if one.fee_cents == 4000)


def reminders():
    told = select(Message).where(Message.event.like("register_due%")).order_by(Message.id)
    return list(db.session.scalars(told))


def report_ids(delivery):
    return [one.report_id for one in register_reports.of_delivery(delivery.id)]


def told_of(statement):
    return register_reports.of_statements([statement.id])[statement.id]


def everything_holds():
    for rule, _, question in invariants.register.QUESTIONS:
        assert db.session.execute(text(question)).all() == [], rule
    assert checks.register_files.find_wrong() is None


def noon(day):
    return datetime.combine(day, time(12), UTC)
