"""What is paid is told to the Incomes Register: once and in time."""

import hashlib
from datetime import date, timedelta
from functools import partial

import pytest

from app.access import Role
from app.database import transaction
from app.now import at, today
from app.readings.waiting_reports import NotConfirmed, waiting
from app.storage import register_reports, tables
from app.storage.engines import Engine
from app.storage.payments import KeptAsItIs
from app.storage.register_reports import Action, RegisterReport, ReportedTwice
from app.use_cases import enter_register_answer, switch_engines, tell_incomes_register
from app.use_cases.enter_register_answer import NotOfThisFile
from app.use_cases.remind_of_register import remind_of_register
from app.use_cases.switch_engines import (
    EngineIsOff,
    NeedsPaymentFile,
    NeedsWithholding,
    NoRegisterPayer,
)
from app.use_cases.tell_incomes_register import NothingToTell
from invoices.banking_days import incomes_register_deadline
from invoices.incomes_register.read_back import read_back
from invoices.tax.classification import Contract
from scheduling.refusals import WrongStep
from scheduling.register_states import DeliveryState, ReportState
from tests import build, build_engines, build_money
from tests.app.register_story import REPORTS, noon, reminders, report_ids, uploaded
from tests.invoices.schemas import assert_valid


@pytest.fixture
def finance(app):
    one, other = build_engines.where_the_bank_pays()
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
    enter_register_answer.discard(by=one, delivery_id=first.id, note="Väärä päivä")

    [second] = tell_incomes_register.make(by=one)

    assert (first.state, report_ids(second)) == (DeliveryState.DISCARDED, ids)
    assert second.number != first.number


def test_an_uploaded_file_is_not_thrown_away(finance, paid):
    delivery = uploaded(finance)

    with pytest.raises(WrongStep):
        enter_register_answer.discard(by=finance[0], delivery_id=delivery.id, note="Väärä")


def test_what_the_register_rejected_waits_again_and_the_rest_stands(finance, paid):
    one, _ = finance
    delivery = uploaded(finance)
    bad, good = register_reports.of_delivery(delivery.id)

    enter_register_answer.accept(by=one, delivery_id=delivery.id, but=[bad.id])

    assert (bad.state, good.state) == (ReportState.REJECTED, ReportState.ACCEPTED)
    assert [row.report_id for row in waiting().going] == [bad.report_id]


def test_a_wholly_rejected_file_waits_again(finance, paid):
    one, _ = finance
    delivery = uploaded(finance)

    enter_register_answer.reject(by=one, delivery_id=delivery.id, note="Virhe 12")

    assert len(waiting().going) == 2


def test_a_report_of_another_file_is_not_rejected_with_this_one(finance, paid):
    delivery = uploaded(finance)

    with pytest.raises(NotOfThisFile):
        enter_register_answer.accept(by=finance[0], delivery_id=delivery.id, but=[-1])


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
