"""Hands the statements of a run over to payroll, and tells people when they have been paid."""

import hashlib
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now, today
from app.readings.income_types import codes_of
from app.storage import (
    changes,
    engines,
    export_maps,
    ledger_accounts,
    payment_batches,
    payroll_answers,
    statements,
    tables,
)
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.payment_batches import PaymentBatch
from app.storage.statements import Statement
from app.use_cases import statement_steps
from app.use_cases.statement_steps import PaidInFuture
from invoices.payroll_files.beside import Beside
from invoices.payroll_files.export_map import Per, as_stored
from invoices.payroll_files.ledger import has_pay, payroll_file
from invoices.refusals.pay_days import PaidBeforeCutOff
from scheduling.lifecycle import StatementState


class NothingToHandOver(Refusal):
    code = "nothing_to_hand_over"


class PaidByBank(Refusal):
    """The organisation pays by its own payment file: payroll is not given the same fees."""

    code = "paid_by_bank"


class NotHandedOver(Refusal):
    """Payroll has not been given the statements yet."""

    code = "not_handed_over"


def hand_over(*, by: Actor, run_id: int) -> PaymentBatch:
    """Write both files of payroll once; a second time gives the same.

    What takes money back is in no file: payroll decides about it by itself.
    Raises NothingToHandOver, PaidByBank.
    """
    with transaction():
        statements.get_run(run_id, lock=True)
        if (done := payment_batches.find_of_run(run_id)) is not None:
            return done
        if Engine.PAYMENT_FILE in engines.switched_on():
            raise PaidByBank
        waiting = [
            one
            for one in statements.of_run(run_id)
            if one.state == StatementState.ISSUED and one.total_cents >= 0
        ]
        if not waiting:
            raise NothingToHandOver
        batch = tables.add(_batch(waiting, run_id, by))
        for statement in waiting:
            statement_steps.step(statement, StatementState.HANDED_OVER, by=by)
            statement.batch_id, statement.handed_over_at = batch.id, batch.created_at
        changes.note(Subject.STATEMENT_RUN, run_id, "handed_over", by=by)
    return batch


def mark_paid(*, by: Actor, run_id: int, paid_on: date) -> PaymentBatch:
    """Payroll has paid all but what it said it holds; everybody is told. A second time changes
    nothing.

    Raises NotHandedOver, PaidInFuture, PaidBeforeCutOff.
    """
    if paid_on > today():
        raise PaidInFuture
    with transaction():
        run = statements.get_run(run_id, lock=True)
        if paid_on < run.cut_off_on:
            raise PaidBeforeCutOff(run.cut_off_on, paid_on)
        if (batch := payment_batches.find_of_run(run_id)) is None:
            raise NotHandedOver
        issued = statements.of_run(run_id, lines=False)
        stops = payroll_answers.open_stops([one.id for one in issued])
        handed = [one for one in issued if one.state == StatementState.HANDED_OVER]
        paid = [one for one in handed if one.batch_id == batch.id and one.id not in stops]
        for statement in paid:
            statement_steps.pay(statement, paid_on, None, by=by)
        statement_steps.tell_paid(paid)
        statement_steps.close_when_paid(batch, paid_on, by=by)
    return batch


def _batch(waiting: list[Statement], run_id: int, by: Actor) -> PaymentBatch:
    values = [statement.values() for statement in waiting]
    person_map, line_map = export_maps.in_use(Per.PERSON), export_maps.in_use(Per.LINE)
    beside = Beside(ledger_accounts.in_use(), income_types=codes_of(waiting))
    per_person = payroll_file(person_map, values, beside)
    per_line = payroll_file(line_map, values, beside)
    return PaymentBatch(
        run_id=run_id,
        persons=sum(map(has_pay, values)),
        total_cents=sum(each.money_cents for each in values),
        per_person=per_person,
        per_person_sha256=hashlib.sha256(per_person).hexdigest(),
        per_line=per_line,
        per_line_sha256=hashlib.sha256(per_line).hexdigest(),
        person_map=as_stored(person_map),
        line_map=as_stored(line_map),
        created_at=now(),
        created_by=by.user_id,
        handed_over_at=now(),
    )
