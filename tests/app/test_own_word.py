"""A cost on the person's own word is pay, on a line and with a pay code of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app import checks
from app.access import Role
from app.database import transaction
from app.now import today
from app.storage import entry_lists, invariants, putting_right, statements, tables
from app.storage.fee_tables import ExpensePayCode
from app.use_cases.approve_hours import approve_hours
from app.use_cases.ask_correction import ask_credit
from app.use_cases.credit_statement import credit
from app.use_cases.entry_steps import Ref
from app.use_cases.hand_over_statements import hand_over
from app.use_cases.print_statement import pdf_of
from app.use_cases.return_freed import return_freed
from app.use_cases.run_statements import run_statements
from invoices.printing.text import text_of
from invoices.statements.held import HeldReason
from invoices.travel.costs import ExpenseKind
from tests import build
from tests.app.hour_story import TICKET, a_house, refs
from tests.app.test_receipts import with_receipt

PROVEN = with_receipt(replace(TICKET, claimed_cents=1500))
ON_HER_WORD = replace(TICKET, claimed_cents=350, explanation="Automaatti ei antanut kuittia")
MONTH = f"{today() + timedelta(days=9):%Y-%m}"


@pytest.fixture
def finance(app):
    return build.an_actor(Role.FINANCE)


@pytest.fixture
def house(app):
    build.a_fee_table()
    build.a_pay_day((today() + timedelta(days=9)).isoformat(), today().isoformat())
    code(ExpenseKind.TICKET, "5330")
    return a_house()


def code(kind, pay_code):
    with transaction():
        tables.add(ExpensePayCode(kind=kind, pay_code=pay_code))


def approved(house):
    bulk = approve_hours(by=house.approver, refs=refs(house.checked(PROVEN, ON_HER_WORD)))
    assert not bulk.refused
    return bulk.done


def test_what_no_receipt_proves_is_taxed_with_the_fees(house, finance):
    code(ExpenseKind.NO_RECEIPT, "3120")
    approved(house)
    run = run_statements(by=finance, month=MONTH)

    [issued] = statements.of_run(run.id)
    batch = hand_over(by=finance, run_id=run.id)

    lines = {
        line.kind: (line.pay_code, line.amount_cents, line.is_taxable) for line in issued.lines
    }
    assert lines == {"ticket": ("5330", 1500, False), "no_receipt": ("3120", 350, True)}
    assert (issued.fee_cents, issued.tax_free_cents) == (350, 1500)
    assert b";3120;" in batch.per_line
    assert "Kulu ilman kuittia, veronalainen" in text_of(pdf_of(issued.id, by=finance)[1])
    assert invariants.first_broken() is None
    assert checks.prices.find_wrong() is None
    assert not any(checks.statements.violations())


def test_without_a_pay_code_of_its_own_it_waits(house, finance):
    approved(house)
    run = run_statements(by=finance, month=MONTH)

    [issued] = statements.of_run(run.id)

    assert [line.kind for line in issued.lines] == ["ticket"]
    assert run.held == 1
    [held] = [
        entry for entry in entry_lists.of_assignment(house.assignment.id) if entry.held_because
    ]
    assert held.held_because == HeldReason.NO_PAY_CODE


def test_sent_back_it_is_a_cost_like_others_until_it_is_told_anew(house, finance):
    code(ExpenseKind.NO_RECEIPT, "3120")
    approved(house)
    run = run_statements(by=finance, month=MONTH)
    [issued] = statements.of_run(run.id)
    asked = ask_credit(by=finance, statement_id=issued.id, reason="Kuitti löytyi.")
    credit(by=build.an_actor(Role.FINANCE), correction_id=asked.id)

    freed = putting_right.freed_by(statements.get(issued.id))
    return_freed(
        by=finance,
        statement_id=issued.id,
        refs=[Ref(each.entry_kind, each.id, each.version) for each in freed],
        reason="Lisää kuitti.",
    )

    kinds = {entry.kind for entry in entry_lists.of_assignment(house.assignment.id)}
    assert kinds == {ExpenseKind.TICKET, ExpenseKind.OTHER}
