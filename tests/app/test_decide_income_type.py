"""What a fee is for the tax: by the rules, unless finance decides otherwise and says why."""

from datetime import date

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import db, transaction
from app.readings.income_types import classification_of
from app.storage import changes, income_decisions, net_pays, payments
from app.storage.changes import Subject
from app.storage.income_decisions import IncomeTypePaid
from app.storage.line_kinds import LineKind
from app.use_cases import decide_income_type, pay_by_bank
from app.use_cases.run_statements import run_statements
from invoices.refusals.tax import InsuranceIsFixed, NoIncomeType, ReasonMissing
from invoices.tax.classification import Contract, Override
from invoices.tax.income_types import Insurance
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import RequestKind
from scheduling.refusals import OwnEntry
from tests import build, build_engines, build_money
from tests.sign_in import caller, signed_in

PAY_DAY = date(2026, 11, 30)
WHY = "Päätös 12/2026: kehittämistyö on toimeksianto"


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def worked(finance):
    """Two hours and a drive of one assignment, approved."""
    expert = build.an_expert()
    build_engines.identity(finance[0], expert, hetu=build_engines.a_hetu("131080"))
    build_engines.account(*finance, expert)
    build_engines.tax_card(finance[0], expert)
    hours = build_money.approved_hours(expert)
    build_money.approved_kilometres(expert, assignment=hours.assignment)
    return hours.assignment


def paid(by):
    run_statements(by=by, month="2026-11")
    batch = pay_by_bank.create(by=by)
    [item] = payments.of_batch(batch.id)
    return net_pays.by_statement([item.statement_id])[item.statement_id]


def types_of(net):
    return {line["income_type"] for line in net.lines}


def test_the_rules_hold_until_somebody_decides_otherwise(finance, worked):
    assert types_of(paid(finance[0])) == {214, 311}


def test_a_decision_holds_for_the_fee_and_the_drive_stays_free_of_tax(finance, worked):
    decide_income_type.decide(
        by=finance[0],
        assignment_id=worked.id,
        income_type=210,
        insured=[Insurance.PENSION],
        reason=WHY,
    )

    net = paid(finance[0])

    assert types_of(net) == {210, 311}
    assert net.pension_cents == 584  # 7,3 % of 80 €
    assert (net.taxable_cents, net.tax_free_cents) == (8000, 1562)


def test_costs_follow_a_decision_into_trade_income(finance, worked):
    decide_income_type.decide(by=finance[0], assignment_id=worked.id, income_type=336, reason=WHY)

    net = paid(finance[0])

    assert types_of(net) == {336, 353}
    assert net.tax_free_cents == 0


@pytest.mark.parametrize(
    ("kind", "income_type"),
    [("talk", 214), ("training", 214), ("development", 210), ("panel_meeting", 210)],
)
def test_talks_are_lectures_and_panels_meetings(kind, income_type):
    work = LineKind(RequestKind(kind), None, False, 1)

    assert classification_of(work, Contract.FEE, PAY_DAY).income_type == income_type


@pytest.mark.parametrize("kind", ["group", "co_work", "assess", "comment_task"])
def test_what_is_neither_waits_for_finances_decision(kind):
    work = LineKind(RequestKind(kind), None, False, 1)
    decided = Override(reason=WHY, income_type=336)

    with pytest.raises(NoIncomeType):
        classification_of(work, Contract.FEE, PAY_DAY)
    assert classification_of(work, Contract.EMPLOYMENT, PAY_DAY).income_type == 201
    assert classification_of(work, Contract.FEE, PAY_DAY, override=decided).income_type == 336


@pytest.mark.parametrize(
    ("cost", "explained"),
    [("other", True), ("kilometres_above", False), ("allowance_above", False)],
)
def test_a_cost_that_the_rules_do_not_name_goes_by_the_decision_of_the_fee(cost, explained):
    line = LineKind(RequestKind.TALK, ExpenseKind(cost), explained, 1)
    decided = Override(reason=WHY, income_type=214)

    with pytest.raises(NoIncomeType):
        classification_of(line, Contract.FEE, PAY_DAY)
    paid = classification_of(line, Contract.FEE, PAY_DAY, override=decided)
    assert (paid.income_type, paid.is_taxable) == (214, True)


def test_the_newest_decision_holds_and_each_is_in_the_history(finance, worked):
    for income_type in (210, None):
        decide_income_type.decide(
            by=finance[0], assignment_id=worked.id, income_type=income_type, reason=WHY
        )

    steps = changes.of(Subject.ASSIGNMENT, worked.id)
    assert [step.reason for step in steps if step.became == "income_type_decided"] == [
        f"210: {WHY}",
        f"214: {WHY}",
    ]
    assert types_of(paid(finance[0])) == {214, 311}


def test_what_has_been_paid_by_stays(finance, worked):
    paid(finance[0])

    with pytest.raises(IncomeTypePaid):
        decide_income_type.decide(
            by=finance[0], assignment_id=worked.id, income_type=210, reason=WHY
        )
    with pytest.raises(IncomeTypePaid), transaction():
        db.session.execute(
            text(
                "insert into income_decisions (organisation_id, assignment_id, income_type,"
                " insured, uninsured, reason, decided_at, decided_by, decider_name)"
                " values (:mine, :id, 210, '{}', '{}', 'x', now(), :by, '')"
            ),
            {"mine": worked.organisation_id, "id": worked.id, "by": finance[0].user_id},
        )
    assert income_decisions.of_assignment(worked.id) == []


def test_a_decision_needs_a_reason_and_somebody_else(app, finance, worked):
    one, _ = finance
    with pytest.raises(ReasonMissing):
        decide_income_type.decide(by=one, assignment_id=worked.id, income_type=210, reason=" ")
    with pytest.raises(InsuranceIsFixed):
        decide_income_type.decide(
            by=one,
            assignment_id=worked.id,
            income_type=201,
            uninsured=[Insurance.PENSION],
            reason=WHY,
        )
    herself = build.an_actor(Role.FINANCE, person_id=worked.expert.person_id)
    with pytest.raises(OwnEntry):
        decide_income_type.decide(by=herself, assignment_id=worked.id, reason=WHY)


def test_finance_decides_on_its_page_and_by_the_api(app, finance, worked):
    browser = signed_in(app, Role.FINANCE)
    page = f"/assignments/{worked.id}/income-type"

    assert "214" in browser.get(page).text
    assert browser.post(page, data={"income_type": "210"}).status_code == 422
    said = {"income_type": "210", "insured": ["pension"], "reason": WHY}
    assert browser.post(page, data=said).status_code == 303
    assert WHY in browser.get(page).text
    answer = caller(app, Role.FINANCE).post(
        f"/api/v1/assignments/{worked.id}/income-type",
        json={"income_type": None, "reason": WHY},
        headers={"Idempotency-Key": "avain-1"},
    )
    assert (answer.status_code, answer.json["income_type"]) == (200, None)
