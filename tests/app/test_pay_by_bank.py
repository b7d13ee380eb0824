"""Fees an organisation pays itself: batched by one, approved by another, once."""

import hashlib
from datetime import date, timedelta

import pytest
from lxml import etree

from app.access import Role
from app.database import Missing, transaction
from app.readings.waiting_payments import NoPayoutAccount, waiting_for
from app.storage import bank_batch_pages, payments, statements
from app.storage.engines import Engine
from app.storage.payments import PaidTwice
from app.storage.tables import FourEyes
from app.use_cases import enter_payout, pay_by_bank, switch_engines
from app.use_cases.hand_over_statements import PaidByBank, hand_over
from app.use_cases.mend_payee import keep_back
from app.use_cases.pay_by_bank import AccountChanged, PayIsHeld
from app.use_cases.run_statements import run_statements
from app.use_cases.switch_engines import EngineIsOff, NeedsWithholding
from invoices.refusals.payment import NoPayments, TextBankRefuses
from scheduling.lifecycle import StatementState
from scheduling.payment_states import BankBatchState
from tests import build, build_engines, build_money
from tests.sign_in import signed_in


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def run(finance):
    return build_engines.a_run_of_two(*finance)


def test_a_batch_is_made_by_one_approved_by_another_and_its_bytes_stay(finance, run):
    one, other = finance
    batch = pay_by_bank.create(by=one)
    with pytest.raises(FourEyes):
        pay_by_bank.approve(by=one, batch_id=batch.id)
    with pytest.raises(Missing):
        pay_by_bank.file_of(batch.id)
    pay_by_bank.approve(by=other, batch_id=batch.id)
    pay_by_bank.export(by=one, batch_id=batch.id)

    _, file = pay_by_bank.file_of(batch.id)
    assert hashlib.sha256(file).hexdigest() == batch.sha256
    assert pay_by_bank.file_of(batch.id)[1] == file
    assert _net(file) == batch.cents == sum(one.cents for one in payments.of_batch(batch.id))
    assert batch.debit_on == date(2026, 11, 27)
    assert {one.state for one in statements.of_run(run.id)} == {StatementState.HANDED_OVER}


def test_the_database_itself_wants_two_people(finance, run):
    one, _other = finance
    batch = pay_by_bank.create(by=one)

    with pytest.raises(FourEyes):
        _approve_in_the_table(batch, one.user_id)


def test_a_statement_is_in_one_live_batch_only(finance, run):
    one, _other = finance
    pay_by_bank.create(by=one)

    with pytest.raises(NoPayments):
        pay_by_bank.create(by=one)


def test_a_statement_on_its_way_to_the_bank_is_not_credited_nor_handed_over(finance, run):
    one, _other = finance
    pay_by_bank.create(by=one)

    with pytest.raises(PaidByBank):
        hand_over(by=one, run_id=run.id)
    with pytest.raises(PaidTwice), transaction():
        statements.of_run(run.id)[0].state = StatementState.CREDITED


def test_a_new_account_waits_for_another_person_and_a_changed_one_72_hours(finance, run):
    one, other = finance
    expert_id = statements.of_run(run.id)[0].expert_id
    batch = pay_by_bank.create(by=one)
    asked = enter_payout.ask_account(by=one, expert_id=expert_id, iban=build_engines.an_iban())
    with pytest.raises(FourEyes):
        enter_payout.confirm_account(by=one, account_id=asked.id)
    enter_payout.confirm_account(by=other, account_id=asked.id)

    pay_by_bank.approve(by=other, batch_id=batch.id)
    assert asked.holds_until - asked.asked_at == timedelta(hours=72)


def test_an_account_that_changed_after_the_batch_was_made_stops_it(finance, run):
    one, other = finance
    expert_id = statements.of_run(run.id)[0].expert_id
    batch = pay_by_bank.create(by=one)
    asked = enter_payout.ask_account(by=one, expert_id=expert_id, iban=build_engines.an_iban())
    enter_payout.confirm_account(by=other, account_id=asked.id)
    with build_engines.later(hours=73), pytest.raises(AccountChanged):
        pay_by_bank.approve(by=other, batch_id=batch.id)


def test_pay_held_after_the_batch_was_made_stops_it(finance, run):
    one, other = finance
    batch = pay_by_bank.create(by=one)
    keep_back(by=one, expert_id=statements.of_run(run.id)[0].expert_id, reason="Selvitetään")

    with pytest.raises(PayIsHeld):
        pay_by_bank.approve(by=other, batch_id=batch.id)


def test_a_year_without_confirmed_figures_is_not_paid_but_says_why(finance, run):
    waiting = waiting_for(date(2027, 1, 29))

    assert {one.refusal.code for one in waiting.rows} <= {
        "unconfirmed_figure",
        "unconfirmed_income_type",
    }


def test_without_an_account_the_others_go(finance):
    one, other = finance
    without = build.an_expert()
    build_engines.identity(one, without)
    whole = build_engines.payable(one, other, build.an_expert())
    for expert in (without, whole):
        build_money.approved_hours(expert)
    run = run_statements(by=one, month="2026-11")

    batch = pay_by_bank.create(by=one)

    assert (batch.payments, run.held) == (1, 1)
    assert statements.of_expert(without.id) == []


def test_what_was_issued_before_the_engine_was_on_waits_for_its_account(finance):
    one, _other = finance
    expert = build.an_expert()
    build_engines.identity(one, expert)
    build_money.approved_hours(expert)
    for engine in reversed(build_engines.PAYING_ENGINES):
        switch_engines.turn(by=one, engine=engine, on=False)
    run_statements(by=one, month="2026-11")
    for engine in build_engines.PAYING_ENGINES:
        switch_engines.turn(by=one, engine=engine, on=True)

    assert [type(each.refusal) for each in waiting_for().rows] == [NoPayoutAccount]


def test_a_name_that_banks_do_not_take_keeps_nobody_else_waiting(finance):
    one, other = finance
    for name in ("Äijälä", "Иванов 😀"):
        expert = build_engines.payable(one, other, build.an_expert(last_name=name))
        build_money.approved_hours(expert)
    run_statements(by=one, month="2026-11")

    assert [type(each.refusal) for each in waiting_for().rows] == [type(None), TextBankRefuses]
    batch = pay_by_bank.create(by=one)
    assert pay_by_bank.approve(by=other, batch_id=batch.id).payments == 1


def test_payroll_mode_knows_none_of_this(app):
    by = build.an_actor(Role.FINANCE)

    with pytest.raises(EngineIsOff):
        pay_by_bank.create(by=by)
    with pytest.raises(NeedsWithholding):
        switch_engines.turn(by=by, engine=Engine.PAYMENT_FILE, on=True)


def test_a_voided_batch_can_be_made_again_and_a_taken_file_takes_another_person(finance, run):
    one, other = finance
    batch = build_engines.taken_to_bank(*finance)
    with pytest.raises(FourEyes):
        pay_by_bank.void(by=one, batch_id=batch.id, reason="Väärä päivä")
    pay_by_bank.void(by=other, batch_id=batch.id, reason="Väärä päivä")

    assert pay_by_bank.create(by=one).payments == 2


def _net(file: bytes) -> int:
    tree = etree.fromstring(file)
    return sum(round(float(each.text) * 100) for each in tree.iterfind(".//{*}InstdAmt"))


def _approve_in_the_table(batch, user_id):
    with transaction():
        batch.approved_by, batch.approved_at = user_id, batch.created_at
        batch.file, batch.sha256 = b"x", hashlib.sha256(b"x").hexdigest()
        batch.state = BankBatchState.APPROVED


def test_a_long_batch_is_shown_in_parts_and_searched(app, finance, run, monkeypatch):
    monkeypatch.setattr(bank_batch_pages, "PAGE", 1)
    batch = pay_by_bank.create(by=finance[0])
    first, second = payments.of_batch(batch.id)
    browser = signed_in(app, Role.FINANCE)
    page = f"/bank-batches/{batch.id}"

    one, other = browser.get(page).text, browser.get(f"{page}?after={first.id}").text
    found = browser.get(f"{page}?person={second.name.split()[0]} {second.number}").text
    nobody = browser.get(f"{page}?person=Tuntematon&lang=en").text

    assert [each.number in one for each in (first, second)] == [True, False]
    assert [each.number in other for each in (first, second)] == [False, True]
    assert f"after={first.id}#payments" in one
    assert second.number in found
    assert "No payment was found" in nobody


def test_a_batch_is_on_its_way_to_the_bank_before_anybody_has_fetched_its_file(app, finance, run):
    batch = build_engines.taken_to_bank(*finance)
    browser = signed_in(app, Role.FINANCE)
    page = f"/bank-batches/{batch.id}?lang=en"

    assert "Nobody has fetched the file yet" in browser.get(page).text
    browser.post(f"/bank-batches/{batch.id}/file.xml")
    after = browser.get(page).text
    assert "Nobody has fetched the file yet" not in after
    assert "On its way to the bank" in after
