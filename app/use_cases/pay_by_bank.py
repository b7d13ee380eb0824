"""Pays issued statements by a file for the bank: made by one, approved by another, released."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime

from app.access import Actor
from app.database import Missing, Refusal, transaction
from app.gateways import sealing
from app.gateways.sealing import Place
from app.language import gettext, in_language
from app.now import now, today
from app.readings.sealed import bank_file_of, bank_file_place, iban_of
from app.readings.waiting_payments import Waiting, waiting_for
from app.storage import bank_batches, changes, paying_accounts, payments, payouts, tables, users
from app.storage.bank_batches import BankBatch
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.net_pays import NetPay
from app.storage.paying_accounts import PayingAccount
from app.storage.payments import Payment
from app.storage.tables import FourEyes
from app.use_cases import statement_steps
from app.use_cases.enter_bank_answer import step_payment
from app.use_cases.keep_files import keep_batch_files
from app.use_cases.keep_nets import keep_nets
from app.use_cases.switch_engines import require
from invoices.banking_days import debit_day
from invoices.pay_calendar import refuse_far_ahead
from invoices.payment import file as payment_file
from invoices.payment.file import Message, Payer
from invoices.refusals.payment import NoDebitDay, NoPayments
from scheduling.lifecycle import StatementState, next_bank_batch_state
from scheduling.payment_states import BankBatchState, PaymentState


class NoPayingAccount(Refusal):
    """The account that fees leave from has not been entered and confirmed."""

    code = "no_paying_account"


class AccountChanged(Refusal):
    """A person's account in the batch is no longer the one in force."""

    code = "account_changed"


class PayIsHeld(Refusal):
    """Somebody's pay has been held since the batch was made."""

    code = "pay_is_held"


def create(*, by: Actor, pay_on: date | None = None, run_id: int | None = None) -> BankBatch:
    """Everything that waits and can be paid on the day; what cannot stays and says why.

    pay_on  when people have the money; by default the earliest pay day that waits
    Raises EngineIsOff, PaysTooFarAhead, NoPayingAccount, NoPayments, NoDebitDay, PaidTwice.
    """
    with transaction():
        require(Engine.PAYMENT_FILE)
        if pay_on is not None:
            refuse_far_ahead(pay_on, today())
        if (account := paying_accounts.find()) is None:
            raise NoPayingAccount
        waiting = waiting_for(pay_on, run_id=run_id, lock=True)
        going = [one for one in waiting.rows if one.refusal is None]
        if not going:
            raise NoPayments
        batch = tables.add(_batch(going, waiting.pay_on, account, by))
        tables.add_all(_payments(going, batch, by))
        for one in going:
            changes.note(Subject.STATEMENT, one.statement.id, "payment_planned", by=by)
    return batch


def approve(*, by: Actor, batch_id: int) -> BankBatch:
    """Another person than who made it; the file is written here, once. A second time: the same.

    Raises Missing, FourEyes, WrongStep, AccountChanged, PayIsHeld and what `payment_file` raises.
    """
    with transaction():
        batch = _get(batch_id)
        if batch.state == BankBatchState.APPROVED:
            return batch
        wanted = next_bank_batch_state(batch.state, BankBatchState.APPROVED)
        if batch.created_by in users.of_same_person(by.user_id):
            raise FourEyes
        items = payments.of_batch(batch.id)
        _check_still(items)
        for item in items:
            step_payment(item, PaymentState.APPROVED, by)
        moment = now()
        file = _file(batch, items, moment)
        batch.file = sealing.seal(file.decode(), bank_file_place(batch.id))
        batch.sha256 = hashlib.sha256(file).hexdigest()
        batch.approved_at, batch.approved_by = moment, by.user_id
        batch.state = wanted
    return batch


def export(*, by: Actor, batch_id: int) -> BankBatch:
    """The file may be taken to the bank; its bytes never change. A second time: the same.

    Raises Missing, WrongStep, NoDebitDay.
    """
    with transaction():
        batch = _get(batch_id)
        if batch.state in (BankBatchState.EXPORTED, BankBatchState.CONFIRMED):
            return batch
        batch.state = next_bank_batch_state(batch.state, BankBatchState.EXPORTED)
        if batch.debit_on < today():
            raise NoDebitDay(batch.debit_on)
        batch.exported_at, batch.exported_by = now(), by.user_id
        items = payments.of_batch(batch.id)
        _check_still(items)
        for item in items:
            step_payment(item, PaymentState.EXPORTED, by)
            if item.statement.state == StatementState.ISSUED:
                statement_steps.step(item.statement, StatementState.HANDED_OVER, by=by)
                item.statement.handed_over_at = batch.exported_at
        keep_batch_files(batch, items)
    return batch


def void(*, by: Actor, batch_id: int, reason: str) -> BankBatch:
    """Everything in it can be paid anew, and its tax is counted anew then.

    A file that was taken out takes another person.

    Raises Missing, FourEyes, WrongStep.
    """
    with transaction():
        batch = _get(batch_id)
        if batch.exported_by in users.of_same_person(by.user_id):
            raise FourEyes
        batch.state = next_bank_batch_state(batch.state, BankBatchState.VOIDED)
        batch.voided_at, batch.voided_by, batch.void_reason = now(), by.user_id, reason
        for item in payments.of_batch(batch.id):
            if item.state != PaymentState.BOUNCED:
                step_payment(item, PaymentState.VOIDED, by)
    return batch


def file_of(batch_id: int) -> tuple[str, bytes]:
    """Its name and its bytes, only once it has been exported. Raises Missing, SealBroken."""
    batch = bank_batches.find(batch_id)
    if batch is None or batch.exported_at is None or batch.file is None:
        raise Missing(BankBatch.__name__, batch_id)
    return f"{batch.number}.xml", bank_file_of(batch)


def _get(batch_id: int) -> BankBatch:
    return tables.get(BankBatch, batch_id, lock=True)


def _batch(going: list[Waiting], pay_on: date, account: PayingAccount, by: Actor) -> BankBatch:
    debit_on = debit_day(pay_on)
    if debit_on < today():
        raise NoDebitDay(debit_on)
    batch_id = bank_batches.next_id()
    return BankBatch(
        id=batch_id,
        number=f"R{by.organisation_id}-{batch_id}",
        paying_account_id=account.id,
        pay_on=pay_on,
        debit_on=debit_on,
        payments=len(going),
        cents=sum(one.net_cents for one in going),
        version=account.version,
        created_at=now(),
        created_by=by.user_id,
    )


def _payments(going: list[Waiting], batch: BankBatch, by: Actor) -> Iterator[Payment]:
    """In the order of their ids, as they stand in the file."""
    nets = keep_nets(going, batch.pay_on, by)
    for payment_id, one in zip(tables.next_ids(Payment, len(going)), going, strict=True):
        yield _payment(payment_id, one, nets[one.statement.id], batch, by)


def _payment(payment_id: int, one: Waiting, net: NetPay, batch: BankBatch, by: Actor) -> Payment:
    attempt = len(one.tries) + 1
    number = f"{by.organisation_id}-{one.statement.printed_number}"
    account = one.account
    if account is None:
        raise NoPayments
    return Payment(
        id=payment_id,
        batch_id=batch.id,
        statement_id=one.statement.id,
        net_pay_id=net.id,
        attempt=attempt,
        number=number if attempt == 1 else f"{number}-{attempt}",
        cents=one.net_cents,
        name=one.statement.payee_name,
        iban=sealing.seal(iban_of(account), _place(payment_id)),
        masked=account.masked,
    )


def _check_still(items: list[Payment]) -> None:
    """Between two steps an account may have changed and pay been held."""
    people = {item.statement.expert_id for item in items}
    accounts, held = payouts.find_accounts(people, now()), payouts.held_among(people)
    for item in items:
        account = accounts.get(item.statement.expert_id)
        if account is None or iban_of(account) != sealing.unseal(item.iban, _place(item.id)):
            raise AccountChanged(number=item.number)
        if item.statement.expert_id in held:
            raise PayIsHeld(number=item.number)


def _file(batch: BankBatch, items: list[Payment], moment: datetime) -> bytes:
    account = tables.get(PayingAccount, batch.paying_account_id)
    whole = payment_file.Batch(
        number=batch.number,
        part=batch.part,
        created_at=moment,
        debit_on=batch.debit_on,
        payer=Payer(name=account.name, iban=account.iban, bic=account.bic),
        payments=tuple(map(_item, items)),
    )
    return payment_file.payment_file(whole, account.profile())


def _item(item: Payment) -> payment_file.Payment:
    with in_language(item.statement.language):
        words = gettext("Fee %(number)s", number=item.statement.printed_number)
    return payment_file.Payment(
        number=item.number,
        name=item.name,
        iban=sealing.unseal(item.iban, _place(item.id)),
        cents=item.cents,
        remittance=Message(words),
    )


def _place(row_id: int) -> Place:
    return Place(Payment.__tablename__, "iban", row_id)
