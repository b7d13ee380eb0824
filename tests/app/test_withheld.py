"""Tax withheld from what the bank pays: by the card, its limit and the day of payment."""

from datetime import date

import pytest

from app.access import Role
from app.database import transaction
from app.readings.waiting_payments import waiting_for
from app.storage import experts, net_pays, payments, statements, tables, withheld
from app.storage.payments import NotPayable
from app.use_cases import enter_bank_answer, pay_by_bank
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money
from tests.sign_in import signed_in


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def run(finance):
    return build_engines.a_run_of_two(*finance)


def test_withholding_turns_gross_into_net_and_travel_stays_untaxed(finance, run):
    rows = waiting_for().rows

    assert [one.refusal for one in rows] == [None, None]
    assert sorted(one.withheld_cents for one in rows) == [800, 1267]  # 20 % of 40,00 and of 63,33
    assert all(one.net_cents == one.statement.total_cents - one.withheld_cents for one in rows)


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
    batch = build_engines.taken_to_bank(*finance)
    pay_by_bank.void(by=finance[1], batch_id=batch.id, reason="Väärä päivä")
    issued = statements.of_run(run.id)
    for each in issued:
        build_engines.tax_card(finance[0], experts.get(each.expert_id), base=1000)

    again = pay_by_bank.create(by=finance[0])

    nets = net_pays.by_statement([each.id for each in issued]).values()
    assert {(net.taxable_cents, net.withheld_cents) for net in nets} == {(4000, 400), (6333, 633)}
    assert again.cents == sum(net.net_cents for net in nets)


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


def test_tax_to_pay_on_is_told_by_month_of_payment_without_what_came_back(app, finance, run):
    one, other = finance
    batch = build_engines.taken_to_bank(*finance)
    bounced, kept = payments.of_batch(batch.id)
    words = {bounced.number: "RJCT", kept.number: "ACSC"}
    enter_bank_answer.read_file(by=one, file=build_engines.a_status_report(batch.number, words))

    [month] = withheld.by_month()
    page = signed_in(app, Role.FINANCE).get("/bank-batches/withheld?lang=en").text

    net = net_pays.by_id([kept.net_pay_id])[kept.net_pay_id]
    assert (month.month, month.payments) == (date(2026, 11, 1), 1)
    assert (month.withheld_cents, month.net_cents) == (net.withheld_cents, kept.cents)
    assert "14 Dec 2026" in page


def _single(by, expert, pay_on):
    build_money.approved_hours(expert)
    return run_single(by=by, expert_id=expert.id, pay_on=date.fromisoformat(pay_on))
