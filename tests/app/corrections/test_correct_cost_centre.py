"""A wrong cost centre is put right after payment, and no money moves."""

from datetime import date

import pytest

from app.storage import (
    invariants,
    spending,
)
from app.storage.corrections import (
    NoSuchCostCentre,
)
from app.storage.fairness import Period
from app.use_cases.hand_over_statements import hand_over
from invoices.refusals.corrections import NothingChanges
from tests import build
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds


def test_a_wrong_cost_centre_is_put_right_after_payment_and_no_money_moves(finance, expert, entry):
    [statement] = story.paid(finance[0])
    [was] = statement.lines
    right = build.a_cost_centre()

    document = story.corrected(
        *finance,
        statement,
        quantity=120,
        cost_centre=right.code,
        project_code="HANKE-7",
        pay_code="3999",
    )

    assert document.total_cents == 0
    booked = [
        (line.amount_cents, line.cost_centre, line.project_code or "", line.pay_code)
        for line in document.lines
    ]
    assert booked == [
        (-8000, was.cost_centre, was.project_code or "", "3010"),
        (8000, right.code, "HANKE-7", "3999"),
    ]
    assert document.lines[1].breakdown == was.breakdown
    everything_holds()
    assert invariants.first_broken() is None


def test_payrolls_file_moves_the_sum_from_one_cost_centre_to_the_other(finance, expert, entry):
    [statement] = story.paid(finance[0])
    [was] = statement.lines
    right = build.a_cost_centre()
    document = story.corrected(*finance, statement, quantity=120, cost_centre=right.code)

    batch = hand_over(by=finance[0], run_id=document.run_id)

    rows = batch.per_line.decode("utf-8-sig").splitlines()[1:]
    assert batch.total_cents == 0
    assert [was.cost_centre in rows[0], right.code in rows[1]] == [True, True]
    assert ["-80,00" in rows[0], "80,00" in rows[1]] == [True, True]


def test_costs_by_cost_centre_follow_what_was_put_right(finance, expert, entry):
    [statement] = story.paid(finance[0])
    right = build.a_cost_centre()
    story.corrected(*finance, statement, quantity=120, cost_centre=right.code)

    [row] = spending.spent(Period(date(2026, 11, 1), date(2026, 11, 30)))

    assert (row.cost_centre.split()[0], row.fee_cents) == (right.code, 8000)


def test_a_cost_centre_that_is_not_there_is_not_asked_for(finance, expert, entry):
    [statement] = story.paid(finance[0])

    with pytest.raises(NoSuchCostCentre):
        story.asked(finance[0], statement, quantity=120, cost_centre="00000")


def test_the_same_cost_centre_is_no_correction(finance, expert, entry):
    [statement] = story.paid(finance[0])

    with pytest.raises(NothingChanges):
        story.asked(finance[0], statement, quantity=120, cost_centre=statement.lines[0].cost_centre)
