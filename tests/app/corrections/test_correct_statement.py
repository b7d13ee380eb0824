"""After payment a statement is corrected: only the difference moves."""

from datetime import date

import pytest

from app.storage import (
    messages,
    putting_right,
    statements,
)
from app.storage.corrections import (
    OverpaidDecision,
)
from app.storage.tables import FourEyes
from app.use_cases.correct_statement import correct_statement, settle_overpaid
from app.use_cases.hand_over_statements import NothingToHandOver, hand_over, mark_paid
from app.use_cases.run_single import NothingToIssue, run_single
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds


def test_an_underpaid_statement_gets_a_new_payment_of_the_difference(finance, expert, entry):
    [statement] = story.paid(finance[0])

    document = story.corrected(*finance, statement)

    assert (document.kind, document.total_cents) == (StatementKind.CORRECTION, 4000)
    assert [line.amount_cents for line in document.lines] == [-8000, 12000]
    assert [line.is_live for line in document.lines] == [False, True]
    assert statements.get(statement.id).state == StatementState.CORRECTED
    assert document.pay_on == date(2026, 11, 30)
    told = messages.find(f"statement_corrected:{document.id}", f"expert:{expert.id}")
    assert "40,00" in told.body
    batch = hand_over(by=finance[0], run_id=document.run_id)
    assert batch.total_cents == 4000
    mark_paid(by=finance[0], run_id=document.run_id, paid_on=date(2026, 11, 24))
    everything_holds()


def test_a_paid_correction_is_corrected_by_its_own_right_lines(finance, entry):
    [statement] = story.paid(finance[0])
    first = story.corrected(*finance, statement)
    hand_over(by=finance[0], run_id=first.run_id)
    mark_paid(by=finance[0], run_id=first.run_id, paid_on=date(2026, 11, 24))

    second = story.corrected(*finance, first, position=2, quantity=150)

    assert second.total_cents == -2000
    assert [line.amount_cents for line in second.lines] == [-12000, 10000]
    everything_holds()


def test_money_paid_too_much_waits_for_payrolls_decision(finance, entry):
    [statement] = story.paid(finance[0])
    document = story.corrected(*finance, statement, quantity=60)

    assert document.total_cents == -4000
    with pytest.raises(NothingToHandOver):
        hand_over(by=finance[0], run_id=document.run_id)
    everything_holds()
    decided = settle_overpaid(
        by=finance[0],
        statement_id=document.id,
        decision=OverpaidDecision.COLLECTED,
        note="Sovittu puhelimessa.",
    )
    assert decided.overpaid_decision == OverpaidDecision.COLLECTED
    everything_holds()


def test_after_payment_entries_stay_bound(finance, expert, entry):
    [statement] = story.paid(finance[0])
    story.corrected(*finance, statement)

    with pytest.raises(NothingToIssue):
        run_single(by=finance[0], expert_id=expert.id)
    assert putting_right.freed_by(statements.get(statement.id)) == []


def test_a_correction_waits_for_another_person(finance, entry):
    [statement] = story.paid(finance[0])
    wish = story.asked(finance[0], statement)

    with pytest.raises(FourEyes):
        correct_statement(by=finance[0], correction_id=wish.id)
