"""What was told to the Incomes Register is told anew or taken back when it changes."""

import pytest

from app.database import db
from app.now import today
from app.readings.waiting_reports import AnswerAwaited, waiting
from app.storage import experts, register_reports
from app.storage.register_deliveries import DeliveryKind
from app.storage.register_reports import Action
from app.use_cases import enter_register_answer, tell_incomes_register
from app.use_cases.run_single import run_single
from invoices.incomes_register.read_back import Said, read_back
from invoices.tax.classification import Contract
from scheduling.register_states import DeliveryState, ReportState
from tests import build, build_engines, build_money
from tests.app import story_of_corrections as story
from tests.app.register_story import (
    BACK,
    REPORTS,
    accepted,
    answered,
    bounced,
    everything_holds,
    hour,
    pay,
    report_ids,
    told_of,
    uploaded,
)
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


def test_money_that_came_back_is_taken_back_after_the_answer_and_paid_anew_told_anew(finance, paid):
    one, other = finance
    delivery = uploaded(finance)
    payment = bounced(one)
    [row] = waiting().rows
    assert isinstance(row.refusal, AnswerAwaited)
    enter_register_answer.accept(by=one, delivery_id=delivery.id)

    [back] = tell_incomes_register.make(by=one)

    file = tell_incomes_register.file_of(back.id)[1]
    told = next(
        one for one in register_reports.of_delivery(delivery.id) if one.payment_id == payment.id
    )
    assert read_back(file)[1] == {told.report_id: Said(action="invalidate")}
    assert_valid(file, BACK)
    enter_register_answer.mark_delivered(by=one, delivery_id=back.id)
    enter_register_answer.accept(by=one, delivery_id=back.id)
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
