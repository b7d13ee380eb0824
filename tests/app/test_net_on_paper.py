"""Where the organisation pays by itself, a statement tells each deduction and what is left."""

import pytest

from app import checks
from app.access import Role
from app.database import db
from app.language import euros, in_language
from app.now import today
from app.readings import payroll_period
from app.storage import printed_statements, statements
from app.storage.engines import Engine
from app.storage.hour_entries import HourEntry
from app.use_cases import enter_bank_answer, pay_by_bank, print_statement
from app.use_cases.print_statement import pdf_of
from app.use_cases.run_statements import run_statements
from app.use_cases.switch_engines import turn
from invoices.printing.text import text_of
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from tests import build, build_engines, build_money
from tests.sign_in import signed_in

UNKNOWN_TO_PAYROLL = {"payroll_number": None, "finance_has_it": False}


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


def an_unknown_to_payroll(finance, **changes):
    expert = build.an_expert(**(UNKNOWN_TO_PAYROLL | changes))
    return build_engines.payable(*finance, expert)


def paid(finance, expert):
    build_money.approved_hours(expert)
    build_money.approved_kilometres(expert)
    run_statements(by=finance[0], month="2026-11")
    [statement] = statements.of_expert(expert.id)
    return statement


def words_of(pdf):
    return " ".join(text_of(pdf).split())


def test_the_bank_needs_nothing_of_payrolls(finance):
    assert paid(finance, an_unknown_to_payroll(finance)).total_cents == 8000 + 1562


def test_a_row_waits_for_an_identity_and_an_account_as_the_page_foretold(finance):
    expert = build.an_expert(**UNKNOWN_TO_PAYROLL)
    build_engines.identity(finance[0], expert)
    entry = build_money.approved_hours(expert)
    foretold = payroll_period.look_ahead(
        payroll_period.next_period().cut_off_on, payroll_period.prices()
    )

    run_statements(by=finance[0], month="2026-11")

    [held] = [each.reason for each in foretold.held]
    waits = db.session.get(HourEntry, (entry.organisation_id, entry.id), populate_existing=True)
    assert (waits.state, waits.held_because) == (EntryState.HELD, HeldReason.NO_PAYOUT_DATA)
    assert held == HeldReason.NO_PAYOUT_DATA


def test_payroll_is_asked_again_when_the_engine_is_off(finance):
    expert = an_unknown_to_payroll(finance)
    turn(by=finance[0], engine=Engine.PAYMENT_FILE, on=False)
    build_money.approved_hours(expert)

    run_statements(by=finance[0], month="2026-11")

    assert statements.of_expert(expert.id) == []


def test_it_is_printed_once_the_bank_has_paid_it(finance):
    statement = paid(finance, an_unknown_to_payroll(finance))
    assert print_statement.print_statement(statement.id) is None
    before = words_of(pdf_of(statement.id, by=finance[0])[1])

    batch = build_engines.taken_to_bank(*finance)
    assert print_statement.print_statement(statement.id) is None
    enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=today())
    printed = print_statement.print_statement(statement.id)

    after = words_of(printed.pdf)
    assert "Palkkioerittely (brutto)" in before
    assert "Palkkiolaskelma" in after
    for cents in (9562, -1600, 7962):  # 20 % of the fee of 80 €
        assert euros(cents).replace("\xa0", " ") in after.replace("\xa0", " ")
    assert checks.printed.find_wrong() is None


@pytest.mark.parametrize("code", ["fi", "sv", "en"])
def test_every_deduction_is_told_in_her_language(finance, code):
    statement = paid(finance, an_unknown_to_payroll(finance, language=code))
    pay_by_bank.create(by=finance[0])

    words = words_of(pdf_of(statement.id, by=finance[0])[1])

    told = {
        "fi": "Ennakonpidätys verokortin mukaan",
        "sv": "Förskottsinnehållning enligt skattekortet",
        "en": "Tax by the tax card",
    }
    with in_language(code):
        assert told[code] in words


def test_the_coordinator_has_it_before_tax(app, finance):
    statement = paid(finance, an_unknown_to_payroll(finance))
    batch = build_engines.taken_to_bank(*finance)
    enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=today())
    print_statement.print_statement(statement.id)

    hers = words_of(pdf_of(statement.id, by=build.an_actor(Role.COORDINATOR))[1])
    page = signed_in(app, Role.FINANCE).get(f"/statements/{statement.id}?lang=en").text

    assert "Ennakonpidätys verokortin" not in hers
    assert "Tax by the tax card" in page
    assert printed_statements.find(statement.id).pdf != hers


def test_a_run_says_which_papers_wait_for_the_tax(app, finance):
    statement = paid(finance, an_unknown_to_payroll(finance))

    page = signed_in(app, Role.FINANCE).get(f"/statement-runs/{statement.run_id}?lang=en").text

    assert "1 document is printed when its payment is made" in page
