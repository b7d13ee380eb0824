"""What the bank cannot pay is given to payroll by two people, paid, and everybody is told."""

from datetime import date

import pytest

from app.access import Role
from app.database import transaction
from app.now import today
from app.readings.paid_days import paid_days
from app.readings.waiting_payments import waiting_for
from app.storage import hand_payments, inbox, messages, net_pays, payments, statements
from app.storage.hand_payments import GivenToPayroll, HandState, NotUnpaid
from app.storage.how_far import Stage
from app.storage.tables import FourEyes
from app.use_cases import enter_bank_answer, pay_by_bank, pay_by_hand
from app.use_cases.pay_by_hand import NotGivenYet
from app.use_cases.run_statements import run_statements
from app.use_cases.statement_steps import PaidInFuture
from invoices.refusals.payment import NoPayments
from scheduling.lifecycle import StatementState
from tests import build, build_engines, build_money
from tests.sign_in import signed_in

WHY = "Asuu Ruotsissa: lähdevero"


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def abroad(finance):
    """The statement of somebody who lives abroad: her work was approved and the period run."""
    one, other = finance
    expert = build.an_expert()
    build_engines.identity(one, expert, non_resident=True)
    build_engines.account(one, other, expert)
    build_money.approved_hours(expert, cents_an_hour=4000)
    [statement] = statements.of_run(run_statements(by=one, month="2026-11").id)
    return statement


def stages() -> list[Stage]:
    return [group.stage for group in inbox.groups(inbox.Filter(stages=tuple(Stage)))]


def test_a_non_resident_comes_from_approval_to_paid(finance, abroad):
    one, other = finance
    with pytest.raises(NoPayments):
        pay_by_bank.create(by=one)

    pay_by_hand.ask(by=one, statement_id=abroad.id, reason=WHY)
    with pytest.raises(FourEyes):
        pay_by_hand.give(by=one, statement_id=abroad.id)
    pay_by_hand.give(by=other, statement_id=abroad.id)
    assert (stages(), abroad.state) == ([Stage.EXPORTED], StatementState.HANDED_OVER)
    pay_by_hand.confirm(by=one, statement_id=abroad.id, paid_on=today())

    assert (stages(), abroad.state) == ([Stage.PAID], StatementState.PAID)
    assert paid_days([abroad]) == {abroad.id: today()}
    assert messages.find(f"statement_paid:{abroad.id}", f"expert:{abroad.expert_id}")
    assert waiting_for().rows == []
    assert hand_payments.find(abroad.id).state == HandState.PAID


def test_the_bank_and_payroll_never_pay_the_same(finance):
    one, other = finance
    first, second = build_engines.owed(one, other)
    pay_by_hand.ask(by=one, statement_id=first.id, reason=WHY)

    batch = pay_by_bank.create(by=one)

    assert [item.statement_id for item in payments.of_batch(batch.id)] == [second.id]
    with pytest.raises(NotUnpaid):
        pay_by_hand.ask(by=one, statement_id=second.id, reason=WHY)
    with pytest.raises(GivenToPayroll):
        pay_by_hand.ask(by=one, statement_id=first.id, reason=WHY)
    with pytest.raises(GivenToPayroll), transaction():
        statements.get(first.id).state = StatementState.CREDITED


def test_a_day_is_given_only_after_payroll_was_given_it_and_not_ahead(finance, abroad):
    one, other = finance
    pay_by_hand.ask(by=one, statement_id=abroad.id, reason=WHY)
    with pytest.raises(NotGivenYet):
        pay_by_hand.confirm(by=one, statement_id=abroad.id, paid_on=today())
    pay_by_hand.give(by=other, statement_id=abroad.id)
    with pytest.raises(PaidInFuture):
        pay_by_hand.confirm(by=one, statement_id=abroad.id, paid_on=date(2027, 1, 1))


def test_what_is_withdrawn_waits_for_the_bank_again(finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    pay_by_hand.ask(by=one, statement_id=statement.id, reason=WHY)
    pay_by_hand.give(by=other, statement_id=statement.id)
    with pytest.raises(FourEyes):
        pay_by_hand.withdraw(by=other, statement_id=statement.id, reason="Sittenkin")
    pay_by_hand.withdraw(by=one, statement_id=statement.id, reason="Sittenkin")

    assert stages() == [Stage.IN_RUN]
    batch = build_engines.taken_to_bank(one, other)
    assert [item.statement_id for item in payments.of_batch(batch.id)] == [statement.id]


def test_money_that_came_back_is_paid_by_hand_with_payrolls_tax(finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    batch = build_engines.taken_to_bank(one, other)
    [item] = payments.of_batch(batch.id)
    file = build_engines.a_status_report(batch.number, {item.number: "RJCT"})
    enter_bank_answer.read_file(by=one, file=file)
    assert stages() == [Stage.BOUNCED]

    pay_by_hand.ask(by=one, statement_id=statement.id, reason="Tili on lopetettu")
    pay_by_hand.give(by=other, statement_id=statement.id)
    pay_by_hand.confirm(by=one, statement_id=statement.id, paid_on=today())

    assert stages() == [Stage.PAID]
    assert net_pays.by_statement([statement.id]) == {}


def test_the_page_leads_from_why_not_to_paid(app, finance, abroad):
    one, other = finance
    browser = signed_in(app, Role.FINANCE)
    page = f"/hand-payments/{abroad.id}"

    assert f'href="{page}"' in browser.get("/bank-batches/").text
    assert browser.post(page, data={"reason": ""}).status_code == 422
    assert browser.post(page, data={"reason": WHY}).status_code == 303
    assert "so another person gives it" in browser.get(f"{page}?lang=en").text
    assert signed_in(app, Role.FINANCE).post(f"{page}/give").status_code == 303
    told = {"paid_on": f"{today():%d.%m.%Y}"}
    assert browser.post(f"{page}/paid", data=told).status_code == 303
    assert WHY in browser.get("/bank-batches/").text
    assert abroad.state == StatementState.PAID


def test_the_register_is_told_by_payroll_and_the_page_says_so(app, finance, abroad):
    one, other = finance
    build_engines.register_on(one)
    pay_by_hand.ask(by=one, statement_id=abroad.id, reason=WHY)
    pay_by_hand.give(by=other, statement_id=abroad.id)
    pay_by_hand.confirm(by=one, statement_id=abroad.id, paid_on=today())

    page = signed_in(app, Role.FINANCE).get("/incomes-register/?lang=en").text

    assert "Reported by hand" in page
    assert "Payroll, which paid it" in page
    assert "The register knows everything that has been paid." in page
