"""What is paid is told to the Incomes Register: once, in time, and put right when it changes."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text

from app import checks
from app.access import Role
from app.database import db, transaction
from app.now import at, today
from app.readings.waiting_reports import AnswerAwaited, NotConfirmed, waiting
from app.storage import experts, invariants, payments, register_reports, tables
from app.storage.engines import Engine
from app.storage.messages import Message
from app.storage.payments import KeptAsItIs
from app.storage.register_deliveries import DeliveryKind
from app.storage.register_reports import Action, RegisterReport, ReportedTwice
from app.use_cases import register_answers, settle_payments, switch_engines, tell_incomes_register
from app.use_cases.register_answers import NotOfThisFile
from app.use_cases.remind_of_register import remind_of_register
from app.use_cases.run_single import run_single
from app.use_cases.switch_engines import (
    EngineIsOff,
    NeedsPaymentFile,
    NeedsWithholding,
    NoRegisterPayer,
)
from app.use_cases.tell_incomes_register import NothingToTell
from invoices.banking_days import incomes_register_deadline
from invoices.incomes_register.read_back import Said, read_back
from invoices.tax.classification import Contract
from scheduling.payment_states import PaymentState
from scheduling.refusals import WrongStep
from scheduling.register_states import DeliveryState, ReportState
from tests import build, build_engines, build_money
from tests.app import story_of_corrections as story
from tests.invoices.schemas import assert_valid

REPORTS = "tulorekisteri/WageReportsToIR.xsd"
BACK = "tulorekisteri/2022/InvalidationsToIR.xsd"


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    one, other = build_engines.engines_on()
    build_engines.register_on(one)
    return one, other


@pytest.fixture
def paid(finance):
    """Two people whom the bank has paid today."""
    return build_engines.paid(*finance)


def test_what_was_paid_is_told_to_the_cent(finance, paid):
    [delivery] = tell_incomes_register.make(by=finance[0])

    name, file = tell_incomes_register.file_of(delivery.id)
    number, said = read_back(file)
    assert (number, name) == (delivery.number, delivery.number.replace("/", "_") + ".xml")
    assert said.keys() == {each.printed_number for each in paid}
    assert {each.printed_number: each.total_cents for each in paid} == {
        report_id: one.paid_cents for report_id, one in said.items()
    }
    assert_valid(file, REPORTS)


def test_the_last_day_is_five_days_after_the_payment_moved_to_a_working_day(finance, paid):
    [delivery] = tell_incomes_register.make(by=finance[0])

    assert (delivery.pay_on, delivery.due_on) == (date(2026, 11, 24), date(2026, 11, 30))


def test_the_same_payment_is_never_told_as_new_twice(finance, paid):
    one, other = finance
    tell_incomes_register.make(by=one)

    with pytest.raises(NothingToTell):
        tell_incomes_register.make(by=other)
    assert waiting().rows == ()


def test_the_database_itself_refuses_a_second_new_report(finance, paid):
    [delivery] = tell_incomes_register.make(by=finance[0])
    told = register_reports.of_delivery(delivery.id)[0]
    kept = ("delivery_id", "payment_id", "statement_id", "hetu_index", "lines", "paid_cents")
    same = {name: getattr(told, name) for name in kept}

    again = same | {"action": Action.NEW, "report_id": "2", "deducted_cents": 0}
    with pytest.raises(ReportedTwice), transaction():
        tables.add(RegisterReport(**again))


def test_the_file_is_the_same_every_time_and_hides_who_is_in_it(finance, paid):
    [delivery] = tell_incomes_register.make(by=finance[0])
    file = tell_incomes_register.file_of(delivery.id)[1]

    with build_engines.later(days=30):
        assert tell_incomes_register.file_of(delivery.id)[1] == file
    assert b"WageReports" in file
    assert b"WageReports" not in delivery.file
    with pytest.raises(KeptAsItIs), transaction():
        delivery.file, delivery.sha256 = b"x", hashlib.sha256(b"x").hexdigest()


def test_what_was_never_uploaded_is_thrown_away_and_told_again_with_the_same_ids(finance, paid):
    one, _ = finance
    [first] = tell_incomes_register.make(by=one)
    ids = report_ids(first)
    register_answers.discard(by=one, delivery_id=first.id, note="Väärä päivä")

    [second] = tell_incomes_register.make(by=one)

    assert (first.state, report_ids(second)) == (DeliveryState.DISCARDED, ids)
    assert second.number != first.number


def test_an_uploaded_file_is_not_thrown_away(finance, paid):
    delivery = uploaded(finance)

    with pytest.raises(WrongStep):
        register_answers.discard(by=finance[0], delivery_id=delivery.id, note="Väärä")


def test_what_the_register_rejected_waits_again_and_the_rest_stands(finance, paid):
    one, _ = finance
    delivery = uploaded(finance)
    bad, good = register_reports.of_delivery(delivery.id)

    register_answers.accept(by=one, delivery_id=delivery.id, but=[bad.id])

    assert (bad.state, good.state) == (ReportState.REJECTED, ReportState.ACCEPTED)
    assert [row.report_id for row in waiting().going] == [bad.report_id]


def test_a_wholly_rejected_file_waits_again(finance, paid):
    one, _ = finance
    delivery = uploaded(finance)

    register_answers.reject(by=one, delivery_id=delivery.id, note="Virhe 12")

    assert len(waiting().going) == 2


def test_a_report_of_another_file_is_not_rejected_with_this_one(finance, paid):
    delivery = uploaded(finance)

    with pytest.raises(NotOfThisFile):
        register_answers.accept(by=finance[0], delivery_id=delivery.id, but=[-1])


def test_money_that_came_back_is_taken_back_after_the_answer_and_paid_anew_told_anew(finance, paid):
    one, other = finance
    delivery = uploaded(finance)
    payment = bounced(one)
    [row] = waiting().rows
    assert isinstance(row.refusal, AnswerAwaited)
    register_answers.accept(by=one, delivery_id=delivery.id)

    [back] = tell_incomes_register.make(by=one)

    file = tell_incomes_register.file_of(back.id)[1]
    told = next(
        one for one in register_reports.of_delivery(delivery.id) if one.payment_id == payment.id
    )
    assert read_back(file)[1] == {told.report_id: Said(action="invalidate")}
    assert_valid(file, BACK)
    register_answers.mark_delivered(by=one, delivery_id=back.id)
    register_answers.accept(by=one, delivery_id=back.id)
    db.session.refresh(told)
    assert told.state == ReportState.INVALIDATED
    assert waiting().rows == ()
    pay(one, other)
    [new] = tell_incomes_register.make(by=one)
    assert report_ids(new) == [f"{told.report_id}/2"]


def test_money_that_came_back_before_it_was_told_is_not_told(finance, paid):
    bounced(finance[0])

    [delivery] = tell_incomes_register.make(by=finance[0])

    assert delivery.reports == 1


def test_what_was_paid_too_much_is_told_as_an_unjust_benefit(finance, paid):
    one, other = finance
    accepted(finance)
    story.corrected(one, other, hour(paid), quantity=30)

    [row] = waiting().rows
    [delivery] = tell_incomes_register.make(by=one)

    assert (row.action, delivery.paid_cents) == (Action.REPLACE, hour(paid).total_cents)
    fees = [(line.cents, line.unjust) for line in row.report.lines if line.income_type == 214]
    assert fees == [(2000, False), (2000, True)]
    assert_valid(tell_incomes_register.file_of(delivery.id)[1], REPORTS)
    answered(one, delivery)
    assert waiting().rows == ()
    first, second = told_of(hour(paid))
    assert (first.state, second.state) == (ReportState.REPLACED, ReportState.ACCEPTED)
    assert first.report_id == second.report_id


def test_what_was_paid_too_little_is_told_when_the_rest_is_paid(finance, paid):
    one, other = finance
    accepted(finance)
    document = story.corrected(one, other, hour(paid), quantity=90)
    assert waiting().rows == ()

    pay(one, other)
    [delivery] = tell_incomes_register.make(by=one)

    assert report_ids(delivery) == [document.printed_number]
    assert delivery.paid_cents == document.total_cents == 2000


def test_what_came_back_and_is_paid_anew_by_its_correction_is_told_of_the_correction(finance, paid):
    one, other = finance
    delivery = accepted(finance)
    back = bounced(one)
    document = story.corrected(one, other, back.statement, quantity=30)
    pay(one, other)

    made = {each.kind: each for each in tell_incomes_register.make(by=one)}

    assert report_ids(made[DeliveryKind.INVALIDATIONS]) == [back.statement.printed_number]
    assert report_ids(made[DeliveryKind.REPORTS]) == [document.printed_number]
    assert made[DeliveryKind.REPORTS].paid_cents == back.statement.total_cents + (
        document.total_cents
    )
    assert delivery.state == DeliveryState.ACCEPTED
    everything_holds()


def test_a_corrected_identity_code_takes_the_report_back_and_tells_it_anew(finance, paid):
    one, _ = finance
    accepted(finance)
    expert = experts.get(paid[0].expert_id)
    build_engines.identity(one, expert, hetu=build_engines.a_hetu("010170"))

    [back] = tell_incomes_register.make(by=one)
    answered(one, back)
    [anew] = tell_incomes_register.make(by=one)

    assert (back.kind, report_ids(back)) == (DeliveryKind.INVALIDATIONS, [paid[0].printed_number])
    assert report_ids(anew) == [f"{paid[0].printed_number}/2"]


def test_what_is_told_by_hand_is_not_told_by_file_and_comes_back_when_it_is_not(finance, paid):
    one, _ = finance
    payment_id = waiting().rows[0].payment.id
    told = {"by": one, "payment_id": payment_id, "reason": "Tallennettu palvelussa"}

    tell_incomes_register.leave_out(**told)
    assert payment_id not in {row.payment.id for row in waiting().rows}
    tell_incomes_register.leave_out(**told, is_left_out=False)

    assert payment_id in {row.payment.id for row in waiting().rows}


def test_a_statement_paid_wrongly_is_taken_back_when_somebody_tells_it_by_hand(finance, paid):
    one, _ = finance
    accepted(finance)
    payment_id = told_of(paid[0])[0].payment_id
    tell_incomes_register.leave_out(by=one, payment_id=payment_id, reason="Väärälle henkilölle")

    [back] = tell_incomes_register.make(by=one)

    assert report_ids(back) == [paid[0].printed_number]


def test_who_cannot_be_told_waits_with_a_reason_while_the_rest_goes(finance):
    one, other = finance
    insured = build_engines.payable(one, other, build.an_expert())
    build_engines.identity(one, insured, contract=Contract.EMPLOYMENT)
    build_money.approved_hours(insured)
    build_engines.paid(one, other, 60)

    [delivery] = tell_incomes_register.make(by=one)

    assert delivery.reports == 1
    assert [row.refusal.code for row in waiting().held] == ["pension_data_missing"]
    assert [row.statement.expert_id for row in waiting().held] == [insured.id]


def test_insured_pay_is_told_once_its_pension_insurance_is_entered_and_anew_when_it_changes(
    finance,
):
    one, other = finance
    insured = build_engines.payable(one, other, build.an_expert())
    build_engines.identity(one, insured, contract=Contract.EMPLOYMENT)
    build_engines.enter_payer(one, sub_org="000000")
    build_money.approved_hours(insured)
    run_single(by=one, expert_id=insured.id)
    pay(one, other)
    build_engines.pension(one, insured.id)

    [first] = tell_incomes_register.make(by=one)
    answered(one, first)
    assert waiting().rows == ()
    build_engines.pension(one, insured.id, ends_on=today(), ending="1")
    [second] = tell_incomes_register.make(by=one)
    answered(one, second)
    build_engines.pension(one, insured.id, policy="20-00000001")
    [third] = tell_incomes_register.make(by=one)

    for delivery in (first, second):
        assert_valid(tell_incomes_register.file_of(delivery.id)[1], REPORTS)
    assert b"<PensionPolicyNo>20-00000000<" in tell_incomes_register.file_of(first.id)[1]
    actions = [register_reports.of_delivery(each.id)[0].action for each in (first, second, third)]
    assert actions == [Action.NEW, Action.REPLACE, Action.INVALIDATE]


def test_what_the_bank_has_not_confirmed_is_asked_about_once_its_day_has_come(finance):
    one, other = finance
    build_engines.owed(one, other, 60)
    build_engines.taken_to_bank(one, other)

    assert waiting().rows == ()
    with at(noon(date(2026, 11, 30))):
        assert [type(row.refusal) for row in waiting().rows] == [NotConfirmed]


def test_what_was_paid_before_the_first_day_was_reported_by_others(finance, paid):
    one, _ = finance
    build_engines.enter_payer(one, first_day=today() + timedelta(days=1))

    with pytest.raises(NothingToTell):
        tell_incomes_register.make(by=one)


def test_reports_are_turned_on_when_what_they_need_is_there(app):
    one = build.an_actor(Role.FINANCE)
    turn = partial(switch_engines.turn, by=one, engine=Engine.INCOMES_REGISTER)
    with pytest.raises(EngineIsOff):
        tell_incomes_register.make(by=one)
    with pytest.raises(NeedsWithholding):
        turn(on=True)
    switch_engines.turn(by=one, engine=Engine.WITHHOLDING, on=True)
    with pytest.raises(NeedsPaymentFile):
        turn(on=True)
    switch_engines.turn(by=one, engine=Engine.PAYMENT_FILE, on=True)
    with pytest.raises(NoRegisterPayer):
        turn(on=True)
    build_engines.enter_payer(one)
    turn(on=True)

    with pytest.raises(NeedsPaymentFile):
        switch_engines.turn(by=one, engine=Engine.PAYMENT_FILE, on=False)


def test_finance_is_reminded_once_a_day_when_the_last_day_is_near(finance, paid):
    tell_incomes_register.make(by=finance[0])
    due_on = incomes_register_deadline(today())

    for day in (due_on - timedelta(days=5), due_on, due_on):
        with at(noon(day)):
            remind_of_register(day)

    told = reminders()
    assert {each.recipient for each in told} == {f"user:{one.user_id}" for one in finance}
    assert len(told) == 2
    assert "2 maksua" in told[0].body


def test_nobody_is_reminded_of_what_has_been_uploaded(finance, paid):
    uploaded(finance)

    remind_of_register(incomes_register_deadline(today()))

    assert reminders() == []


def uploaded(finance):
    [delivery] = tell_incomes_register.make(by=finance[0])
    return register_answers.mark_delivered(by=finance[0], delivery_id=delivery.id)


def accepted(finance):
    return register_answers.accept(by=finance[0], delivery_id=uploaded(finance).id)


def answered(by, delivery):
    register_answers.mark_delivered(by=by, delivery_id=delivery.id)
    register_answers.accept(by=by, delivery_id=delivery.id)


def pay(one, other):
    batch = build_engines.taken_to_bank(one, other)
    settle_payments.confirm(by=one, batch_id=batch.id, paid_on=today())


def bounced(by):
    """The bank returns the first payment."""
    [batch] = payments.all_batches()
    payment = payments.of_batch(batch.id)[0]
    with transaction():
        settle_payments.step_payment(payment, PaymentState.BOUNCED, by)
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
