"""Payments and their statements become paid, or bounce and can be paid anew: by hand or by file."""

import hashlib
from collections.abc import Sequence
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.gateways import queue
from app.now import now, today
from app.storage import bank_batches, bank_feedback, changes, net_pays, payments, tables
from app.storage.bank_batches import BankBatch
from app.storage.bank_feedback import BankFeedback
from app.storage.changes import Subject
from app.storage.payments import Payment
from app.use_cases import statement_steps
from app.use_cases.statement_steps import PaidBeforeMade, PaidInFuture
from invoices.payment.answers import Answer, Doubtful, Sent, read_answers
from invoices.payment.feedback import Row, Status, read_feedback
from scheduling.lifecycle import (
    StatementState,
    next_bank_batch_state,
    next_payment_state,
)
from scheduling.payment_states import BankBatchState, PaymentState
from scheduling.wall_clock import day_of

BOUNCES = (Status.REJECTED, Status.RETURNED)
PAID_AFTER_BOUNCE = "paid_after_bounce"


class NotExported(Refusal):
    """The bank has not been given the file."""

    code = "not_exported"


class PaidInAnotherYear(Refusal):
    """The tax was counted by the card and the figures of another year than that of payment."""

    code = "paid_in_another_year"


def confirm(*, by: Actor, batch_id: int, paid_on: date, is_paid_late: bool = False) -> BankBatch:
    """The bank has paid all that has not bounced; people are told. A second time: the same.

    paid_on       when people have the money, which is later than when it left our account
    is_paid_late  whatever the year: the money has moved, and its tax is put right by people
    Raises Missing, NotExported, PaidInFuture, PaidBeforeMade, PaidInAnotherYear.
    """
    with transaction():
        batch = tables.get(BankBatch, batch_id, lock=True)
        if paid_on > today() and not batch.debit_on <= today() <= paid_on <= batch.pay_on:
            raise PaidInFuture
        if batch.exported_at is None:
            raise NotExported
        items = payments.of_batch(batch_id)
        if _open(items) and paid_on < day_of(batch.created_at):
            raise PaidBeforeMade
        waiting = _waiting(items)
        if not is_paid_late:
            _refuse_another_year(waiting, paid_on)
        for item in waiting:
            _paid(item, paid_on, by)
        _tell(waiting)
        _close(batch)
    return batch


def read_file(*, by: Actor, file: bytes) -> BankFeedback:
    """What the bank tells of our files; the same file a second time changes nothing.

    Raises UnreadableFeedback.
    """
    rows = read_feedback(file)
    sha256 = _sum_of(file)
    with transaction():
        if (read := bank_feedback.find(sha256)) is not None:
            return read
        ours = payments.sent(_named(rows), lock=True)
        waiting, batches = _waiting(ours), bank_batches.by_id({item.batch_id for item in ours})
        outcome = read_answers(rows, [_sent(item, batches[item.batch_id]) for item in ours])
        by_number = {item.number: item for item in ours}
        doubtful = [_doubt(each) for each in outcome.doubtful]
        changed = 0
        for told in outcome.answers:
            item = by_number[told.number]
            if item.state == PaymentState.BOUNCED and told.status == Status.PAID:
                doubtful.append(_paid_after_bounce(told))
            elif _apply(told, item, batches[item.batch_id], by):
                changed += 1
        _tell(waiting)
        for batch in batches.values():
            _close(batch)
        return tables.add(
            BankFeedback(
                sha256=sha256,
                read_at=now(),
                read_by=by.user_id,
                settled=changed,
                doubtful=doubtful,
            )
        )


def has_been_read(file: bytes) -> bool:
    return bank_feedback.find(_sum_of(file)) is not None


def note_seen(*, by: Actor, feedback_id: int) -> None:
    """Somebody has cleared up what the bank said. Raises Missing."""
    with transaction():
        read = tables.get(BankFeedback, feedback_id, lock=True)
        if read.seen_at is None:
            read.seen_at, read.seen_by = now(), by.user_id


def step_payment(item: Payment, wanted: PaymentState, by: Actor) -> None:
    """Raises WrongStep."""
    item.state = next_payment_state(item.state, wanted)
    changes.note(Subject.STATEMENT, item.statement_id, f"payment_{wanted}", by=by)


def _apply(told: Answer, item: Payment, batch: BankBatch, by: Actor) -> bool:
    """Whether something changed. A rejection that comes after the money was paid is an old one."""
    if told.status == Status.PAID and item.state == PaymentState.EXPORTED:
        _paid(item, _paid_on(told, batch), by)
        return True
    is_old = told.status == Status.REJECTED and item.state == PaymentState.CONFIRMED
    if told.status in BOUNCES and item.state != PaymentState.BOUNCED and not is_old:
        item.bank_said, item.settled_at = told.reason, now()
        step_payment(item, PaymentState.BOUNCED, by)
        return True
    return False


def _refuse_another_year(items: Sequence[Payment], paid_on: date) -> None:
    nets = net_pays.by_id([item.net_pay_id for item in items])
    if any(net.pay_on.year != paid_on.year for net in nets.values()):
        raise PaidInAnotherYear


def _paid_on(told: Answer, batch: BankBatch) -> date:
    """The day the batch promised; what the bank booked only in a later year was paid then."""
    booked_on = told.booked_on
    is_late = booked_on is not None and batch.pay_on.year < booked_on.year <= today().year
    return booked_on if booked_on and is_late else batch.pay_on


def _paid(item: Payment, paid_on: date, by: Actor) -> None:
    item.settled_at, item.paid_on = now(), paid_on
    step_payment(item, PaymentState.CONFIRMED, by)
    statement = item.statement
    if statement.state == StatementState.HANDED_OVER:
        statement_steps.pay(statement, paid_on, None, by=by)


def _waiting(items: Sequence[Payment]) -> list[Payment]:
    return [item for item in items if item.state == PaymentState.EXPORTED]


def _tell(waited: Sequence[Payment]) -> None:
    """Whoever has been paid now, also what bounced at once; their papers say so."""
    paid = [item.statement for item in waited if item.paid_on is not None]
    statement_steps.tell_paid([one for one in paid if one.state == StatementState.PAID])
    queue.later_each("print_statement", [{"statement_id": one.id} for one in paid])


def _close(batch: BankBatch) -> None:
    """Confirmed once the bank has said something of each payment in it."""
    if batch.state != BankBatchState.EXPORTED:
        return
    if not _open(payments.of_batch(batch.id)):
        batch.state = next_bank_batch_state(batch.state, BankBatchState.CONFIRMED)
        batch.confirmed_at = now()


def _sum_of(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()


def _open(items: Sequence[Payment]) -> bool:
    return any(item.state == PaymentState.EXPORTED for item in items)


def _named(rows: Sequence[Row]) -> set[str]:
    """Numbers of payments and of batches, which may be named by their part."""
    ids = {row.id for row in rows}
    return ids | {each.removesuffix(bank_batches.PART) for each in ids}


def _sent(item: Payment, batch: BankBatch) -> Sent:
    return Sent(
        message=batch.number,
        part=batch.part,
        number=item.number,
        cents=item.cents,
        is_rejected=item.state == PaymentState.BOUNCED,
    )


def _doubt(each: Doubtful) -> dict[str, object]:
    row = each.row
    return {"id": row.id, "word": row.word, "cents": row.cents, "doubt": str(each.doubt)}


def _paid_after_bounce(told: Answer) -> dict[str, object]:
    said = {"id": told.number, "word": str(told.status), "cents": told.cents}
    return {**said, "doubt": PAID_AFTER_BOUNCE}
