"""Fees an organisation pays itself: counted, batched, approved by another, paid once."""

import hashlib
from datetime import date, timedelta

import pytest
from lxml import etree

from app import checks
from app.access import Role
from app.database import Missing, db, transaction
from app.gateways import sealing
from app.now import today
from app.readings.sealed import bank_file_of, bank_file_place
from app.readings.waiting_payments import NoPayoutAccount, waiting_for
from app.storage import experts, inbox, net_pays, payments, runs_paid, statements, tables, withheld
from app.storage.engines import Engine
from app.storage.inbox import Stage
from app.storage.payments import FourEyes, NotPayable, PaidTwice
from app.use_cases import enter_payout, pay_by_bank, settle_payments, switch_engines
from app.use_cases.hand_over_statements import PaidByBank, PaidInFuture, hand_over
from app.use_cases.mend_payee import keep_back
from app.use_cases.pay_by_bank import AccountChanged, PayIsHeld
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from app.use_cases.settle_payments import PaidBeforeMade
from app.use_cases.switch_engines import EngineIsOff, NeedsWithholding
from invoices.refusals.payment import NoPayments, TextBankRefuses
from scheduling.lifecycle import StatementState
from scheduling.payment_states import BankBatchState, PaymentState
from tests import build, build_engines, build_money
from tests.sign_in import signed_in

PAY_ON = date(2026, 11, 30)


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return build_engines.engines_on()


@pytest.fixture
def run(finance):
    one, other = finance
    for minutes in (60, 95):
        expert = build_engines.payable(one, other, build.an_expert())
        build_money.approved_hours(expert, minutes=minutes, cents_an_hour=4000)
        build_money.approved_kilometres(expert, tenths=100)
    return run_statements(by=one, month="2026-11")


def _net(file: bytes) -> int:
    tree = etree.fromstring(file)
    return sum(round(float(each.text) * 100) for each in tree.iterfind(".//{*}InstdAmt"))


def test_withholding_turns_gross_into_net_and_travel_stays_untaxed(finance, run):
    rows = waiting_for().rows

    assert [one.refusal for one in rows] == [None, None]
    assert sorted(one.withheld_cents for one in rows) == [800, 1267]  # 20 % of 40,00 and of 63,33
    assert all(one.net_cents == one.statement.total_cents - one.withheld_cents for one in rows)


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


def test_the_file_of_a_batch_never_changes(finance, run):
    batch = _exported(finance)

    with pytest.raises(payments.KeptAsItIs), transaction():
        batch.file, batch.sha256 = b"other", hashlib.sha256(b"other").hexdigest()


def test_a_file_that_pays_something_else_than_its_batch_is_found(finance, run):
    batch = _exported(finance)
    assert checks.bank_files.is_right(batch)

    db.session.expunge(batch)
    other = bank_file_of(batch).replace(b"<CtrlSum>", b"<CtrlSum>1", 1)
    batch.file = sealing.seal(other.decode(), bank_file_place(batch.id))
    assert not checks.bank_files.is_right(batch)
    batch.sha256 = hashlib.sha256(other).hexdigest()
    assert not checks.bank_files.is_right(batch)
    batch.file = other
    assert not checks.bank_files.is_right(batch)


def test_no_account_lies_open_in_what_is_kept(finance, run):
    batch = _exported(finance)
    taken = pay_by_bank.file_of(batch.id)[1]

    assert b"<IBAN>" in taken
    assert b"IBAN" not in batch.file
    assert batch.sha256 == hashlib.sha256(taken).hexdigest()


def test_a_file_written_before_files_were_sealed_is_read_as_it_is(finance, run):
    batch = _exported(finance)
    _, file = pay_by_bank.file_of(batch.id)

    db.session.expunge(batch)
    batch.file = file

    assert bank_file_of(batch) == file
    assert checks.bank_files.is_right(batch)


def test_a_statement_on_its_way_to_the_bank_is_not_credited_nor_handed_over(finance, run):
    one, _other = finance
    pay_by_bank.create(by=one)

    with pytest.raises(PaidByBank):
        hand_over(by=one, run_id=run.id)
    with pytest.raises(PaidTwice), transaction():
        statements.of_run(run.id)[0].state = StatementState.CREDITED


def test_a_bounced_payment_is_closed_and_paid_again_under_a_new_number(finance, run):
    one, other = finance
    batch = _exported(finance)
    bounced, kept = payments.of_batch(batch.id)
    file = build_engines.a_status_report(
        batch.number, {bounced.number: "RJCT", kept.number: "ACSC"}
    )

    read = settle_payments.read_file(by=one, file=file)
    again = settle_payments.read_file(by=one, file=file)

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

    settle_payments.read_file(by=one, file=build_engines.a_status_report(batch.number, words))

    assert _stages() == [Stage.BOUNCED, Stage.PAID]
    assert runs_paid.ids() == set()
    again = pay_by_bank.create(by=one)
    assert _stages() == [Stage.BATCHED, Stage.PAID]
    pay_by_bank.approve(by=other, batch_id=again.id)
    pay_by_bank.export(by=one, batch_id=again.id)
    settle_payments.confirm(by=one, batch_id=again.id, paid_on=today())
    assert _stages() == [Stage.PAID] * 2
    assert runs_paid.ids() == {run.id}


def test_a_batch_voided_after_it_was_taken_out_waits_again(finance, run):
    _one, other = finance
    batch = _exported(finance)

    pay_by_bank.void(by=other, batch_id=batch.id, reason="Väärä päivä.")

    assert _stages() == [Stage.IN_RUN] * 2


def test_feedback_that_fits_nothing_changes_nothing_and_waits_for_a_person(finance, run):
    one, _other = finance
    batch = _exported(finance)
    file = build_engines.a_status_report(batch.number, {"9999-2026-000001": "RJCT"})

    read = settle_payments.read_file(by=one, file=file)

    assert read.settled == 0
    assert [each["doubt"] for each in read.doubtful] == ["unknown_id"]
    assert {one.state for one in payments.of_batch(batch.id)} == {PaymentState.EXPORTED}


def test_confirming_pays_the_statements_and_a_second_time_changes_nothing(finance, run):
    one, _other = finance
    batch = _exported(finance)

    settle_payments.confirm(by=one, batch_id=batch.id, paid_on=today())
    settle_payments.confirm(by=one, batch_id=batch.id, paid_on=today() - timedelta(days=1))

    paid = statements.of_run(run.id)
    assert {one.state for one in paid} == {StatementState.PAID}
    assert {one.paid_on for one in paid} == {today()}


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


def test_without_a_tax_card_sixty_percent_is_withheld(finance):
    one, other = finance
    expert = build.an_expert()
    build_engines.identity(one, expert)
    build_engines.account(one, other, expert)
    build_money.approved_hours(expert, minutes=60, cents_an_hour=5000)
    run_statements(by=one, month="2026-11")

    batch = pay_by_bank.create(by=one)

    assert batch.cents == 2000


def test_the_limit_of_a_tax_card_counts_what_was_paid_first_whatever_its_number(finance):
    one, other = finance
    expert = build_engines.payable(one, other, build.an_expert())
    build_engines.tax_card(one, expert, limit_cents=10_000)
    waits, goes = [_single(one, expert, day) for day in ("2026-12-15", "2026-11-30")]

    for pay_on in (goes.pay_on, waits.pay_on):
        pay_by_bank.create(by=one, pay_on=pay_on)

    nets = net_pays.by_statement([waits.id, goes.id])
    assert (nets[goes.id].earlier_cents, nets[goes.id].withheld_cents) == (0, 1600)
    # 20 € of the second 80 € are within the limit of 100 €.
    assert (nets[waits.id].earlier_cents, nets[waits.id].withheld_cents) == (8000, 400 + 2400)


def test_a_voided_batch_gives_back_its_part_of_the_limit_of_a_tax_card(finance):
    one, other = finance
    expert = build_engines.payable(one, other, build.an_expert())
    build_engines.tax_card(one, expert, limit_cents=10_000)
    first = _single(one, expert, "2026-11-30")
    batch = pay_by_bank.create(by=one)
    pay_by_bank.void(by=one, batch_id=batch.id, reason="Väärä päivä")
    assert net_pays.by_statement([first.id]) == {}
    assert net_pays.taxable_in(2026, {expert.id}) == {}
    second = _single(one, expert, "2026-11-29")

    pay_by_bank.create(by=one, pay_on=second.pay_on)
    pay_by_bank.create(by=one, pay_on=first.pay_on)

    nets = net_pays.by_statement([first.id, second.id])
    assert (nets[second.id].earlier_cents, nets[second.id].withheld_cents) == (0, 1600)
    # 20 € of the other 80 € are within the limit of 100 €.
    assert (nets[first.id].earlier_cents, nets[first.id].withheld_cents) == (8000, 400 + 2400)


def test_a_voided_payment_is_counted_by_the_card_and_the_day_of_its_new_try(finance, run):
    batch = _exported(finance)
    pay_by_bank.void(by=finance[1], batch_id=batch.id, reason="Väärä päivä")
    issued = statements.of_run(run.id)
    for each in issued:
        build_engines.tax_card(finance[0], experts.get(each.expert_id), base=1000)

    again = pay_by_bank.create(by=finance[0])

    nets = net_pays.by_statement([each.id for each in issued]).values()
    assert {(net.taxable_cents, net.withheld_cents) for net in nets} == {(4000, 400), (6333, 633)}
    assert again.cents == sum(net.net_cents for net in nets)


def test_a_name_that_banks_do_not_take_keeps_nobody_else_waiting(finance):
    one, other = finance
    for name in ("Äijälä", "Иванов 😀"):
        expert = build_engines.payable(one, other, build.an_expert(last_name=name))
        build_money.approved_hours(expert)
    run_statements(by=one, month="2026-11")

    assert [type(each.refusal) for each in waiting_for().rows] == [type(None), TextBankRefuses]
    batch = pay_by_bank.create(by=one)
    assert pay_by_bank.approve(by=other, batch_id=batch.id).payments == 1


def test_people_have_the_money_on_the_pay_day_though_it_leaves_the_account_before(finance, run):
    one, _other = finance
    batch = _exported(finance)
    first, second = payments.of_batch(batch.id)
    with pytest.raises(PaidInFuture):
        settle_payments.confirm(by=one, batch_id=batch.id, paid_on=PAY_ON)

    with build_engines.later(days=3):  # the day of debit
        file = build_engines.a_status_report(batch.number, {first.number: "ACSC"})
        settle_payments.read_file(by=one, file=file)
        settle_payments.confirm(by=one, batch_id=batch.id, paid_on=PAY_ON)

    assert today() < batch.debit_on < PAY_ON
    assert [first.paid_on, second.paid_on] == [PAY_ON] * 2
    assert {each.paid_on for each in statements.of_run(run.id)} == {PAY_ON}


def test_nothing_was_paid_before_its_batch_was_made(finance, run):
    batch = _exported(finance)

    with pytest.raises(PaidBeforeMade):
        settle_payments.confirm(by=finance[0], batch_id=batch.id, paid_on=date(2025, 11, 24))


def test_payroll_mode_knows_none_of_this(app):
    by = build.an_actor(Role.FINANCE)

    with pytest.raises(EngineIsOff):
        pay_by_bank.create(by=by)
    with pytest.raises(NeedsWithholding):
        switch_engines.turn(by=by, engine=Engine.PAYMENT_FILE, on=True)


def test_a_voided_batch_can_be_made_again_and_a_taken_file_takes_another_person(finance, run):
    one, other = finance
    batch = _exported(finance)
    with pytest.raises(FourEyes):
        pay_by_bank.void(by=one, batch_id=batch.id, reason="Väärä päivä")
    pay_by_bank.void(by=other, batch_id=batch.id, reason="Väärä päivä")

    assert pay_by_bank.create(by=one).payments == 2


def test_a_payment_is_what_was_counted(finance, run):
    batch = pay_by_bank.create(by=finance[0])
    item = payments.of_batch(batch.id)[0]
    assert net_pays.by_statement([item.statement_id])[item.statement_id].net_cents == item.cents

    kept = ("batch_id", "statement_id", "net_pay_id", "name", "iban", "masked")
    same = {name: getattr(item, name) for name in kept}
    pay_by_bank.void(by=finance[0], batch_id=batch.id, reason="Väärä päivä.")
    more = payments.Payment(**same, attempt=9, number="9", cents=item.cents + 1)
    with pytest.raises(NotPayable), transaction():
        tables.add(more)


def _single(by, expert, pay_on):
    build_money.approved_hours(expert)
    return run_single(by=by, expert_id=expert.id, pay_on=date.fromisoformat(pay_on))


def _approve_in_the_table(batch, user_id):
    with transaction():
        batch.approved_by, batch.approved_at = user_id, batch.created_at
        batch.file, batch.sha256 = b"x", hashlib.sha256(b"x").hexdigest()
        batch.state = BankBatchState.APPROVED


def _exported(finance):
    one, other = finance
    batch = pay_by_bank.create(by=one)
    pay_by_bank.approve(by=other, batch_id=batch.id)
    return pay_by_bank.export(by=one, batch_id=batch.id)


def _stages():
    """Of each statement's money, as the inbox has it."""
    db.session.expire_all()
    return [group.stage for group in inbox.groups(inbox.Filter(stages=tuple(Stage)))]


def test_tax_to_pay_on_is_told_by_month_of_payment_without_what_came_back(app, finance, run):
    one, other = finance
    batch = _exported(finance)
    bounced, kept = payments.of_batch(batch.id)
    words = {bounced.number: "RJCT", kept.number: "ACSC"}
    settle_payments.read_file(by=one, file=build_engines.a_status_report(batch.number, words))

    [month] = withheld.by_month()
    page = signed_in(app, Role.FINANCE).get("/bank-batches/withheld?lang=en").text

    net = net_pays.by_id([kept.net_pay_id])[kept.net_pay_id]
    assert (month.month, month.payments) == (date(2026, 11, 1), 1)
    assert (month.withheld_cents, month.net_cents) == (net.withheld_cents, kept.cents)
    assert "14 Dec 2026" in page
