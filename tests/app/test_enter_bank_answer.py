"""What the bank tells of payments: paid, bounced, or not understood."""

from datetime import date, timedelta

import pytest

from app.database import db
from app.now import today
from app.storage import inbox, payments, runs_paid, statements
from app.storage.how_far import Stage
from app.use_cases import enter_bank_answer, pay_by_bank
from app.use_cases.enter_bank_answer import PaidBeforeMade
from app.use_cases.statement_steps import PaidInFuture
from scheduling.lifecycle import StatementState
from scheduling.payment_states import BankBatchState, PaymentState
from tests import build_engines

PAY_ON = date(2026, 11, 30)


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def run(finance):
    return build_engines.a_run_of_two(*finance)


def test_a_bounced_payment_is_closed_and_paid_again_under_a_new_number(finance, run):
    one, other = finance
    batch = build_engines.taken_to_bank(*finance)
    bounced, kept = payments.of_batch(batch.id)
    file = build_engines.a_status_report(
        batch.number, {bounced.number: "RJCT", kept.number: "ACSC"}
    )

    read = enter_bank_answer.read_file(by=one, file=file)
    again = enter_bank_answer.read_file(by=one, file=file)

    assert (read.id, read.settled) == (again.id, 2)
    assert (bounced.state, kept.state) == (PaymentState.BOUNCED, PaymentState.CONFIRMED)
    assert bounced.bank_said == "AC04"
    assert batch.state == BankBatchState.CONFIRMED
    anew = pay_by_bank.create(by=other)
    (item,) = payments.of_batch(anew.id)
    assert item.number == f"{bounced.number}-2"
    assert (item.cents, item.net_pay_id) == (bounced.cents, bounced.net_pay_id)


def test_finance_sees_how_far_money_paid_by_the_bank_has_come(finance, run):
    one, other = finance
    assert _stages() == [Stage.IN_RUN] * 2
    batch = pay_by_bank.create(by=one)
    assert _stages() == [Stage.BATCHED] * 2
    pay_by_bank.approve(by=other, batch_id=batch.id)
    pay_by_bank.export(by=one, batch_id=batch.id)
    assert _stages() == [Stage.AT_BANK] * 2
    bounced, kept = payments.of_batch(batch.id)
    words = {bounced.number: "RJCT", kept.number: "ACSC"}

    enter_bank_answer.read_file(by=one, file=build_engines.a_status_report(batch.number, words))

    assert _stages() == [Stage.BOUNCED, Stage.PAID]
    assert runs_paid.ids() == set()
    again = pay_by_bank.create(by=one)
    assert _stages() == [Stage.BATCHED, Stage.PAID]
    pay_by_bank.approve(by=other, batch_id=again.id)
    pay_by_bank.export(by=one, batch_id=again.id)
    enter_bank_answer.confirm(by=one, batch_id=again.id, paid_on=today())
    assert _stages() == [Stage.PAID] * 2
    assert runs_paid.ids() == {run.id}


def test_a_batch_voided_after_it_was_taken_out_waits_again(finance, run):
    _one, other = finance
    batch = build_engines.taken_to_bank(*finance)

    pay_by_bank.void(by=other, batch_id=batch.id, reason="Väärä päivä.")

    assert _stages() == [Stage.IN_RUN] * 2


def test_feedback_that_fits_nothing_changes_nothing_and_waits_for_a_person(finance, run):
    one, _other = finance
    batch = build_engines.taken_to_bank(*finance)
    file = build_engines.a_status_report(batch.number, {"9999-2026-000001": "RJCT"})

    read = enter_bank_answer.read_file(by=one, file=file)

    assert read.settled == 0
    assert [each["doubt"] for each in read.doubtful] == ["unknown_id"]
    assert {one.state for one in payments.of_batch(batch.id)} == {PaymentState.EXPORTED}


def test_confirming_pays_the_statements_and_a_second_time_changes_nothing(finance, run):
    one, _other = finance
    batch = build_engines.taken_to_bank(*finance)

    enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=today())
    enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=today() - timedelta(days=1))

    paid = statements.of_run(run.id)
    assert {one.state for one in paid} == {StatementState.PAID}
    assert {one.paid_on for one in paid} == {today()}


def test_people_have_the_money_on_the_pay_day_though_it_leaves_the_account_before(finance, run):
    one, _other = finance
    batch = build_engines.taken_to_bank(*finance)
    first, second = payments.of_batch(batch.id)
    with pytest.raises(PaidInFuture):
        enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=PAY_ON)

    with build_engines.later(days=3):  # the day of debit
        file = build_engines.a_status_report(batch.number, {first.number: "ACSC"})
        enter_bank_answer.read_file(by=one, file=file)
        enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=PAY_ON)

    assert today() < batch.debit_on < PAY_ON
    assert [first.paid_on, second.paid_on] == [PAY_ON] * 2
    assert {each.paid_on for each in statements.of_run(run.id)} == {PAY_ON}


def test_nothing_was_paid_before_its_batch_was_made(finance, run):
    batch = build_engines.taken_to_bank(*finance)

    with pytest.raises(PaidBeforeMade):
        enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=date(2025, 11, 24))


def _stages():
    """Of each statement's money, as the inbox has it."""
    db.session.expire_all()
    return [group.stage for group in inbox.groups(inbox.Filter(stages=tuple(Stage)))]
