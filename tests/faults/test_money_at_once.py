"""Two people at the same moment over the same money: one outcome, as if one had come first.

SCALE=1 runs a hundred rounds of each race, the everyday run one. Without lock and guard a race
is found out.
"""

import os
import time
from collections import Counter
from datetime import date
from functools import partial

import pytest

from app.access import Role
from app.database import acting_in
from app.readings.entry_prices import read_prices
from app.readings.sealed import bank_file_of
from app.storage import (
    bank_batches,
    changes,
    fee_tables,
    payment_batches,
    payments,
    statements,
    tables,
)
from app.storage.changes import Subject
from app.storage.hour_entries import HourEntry
from app.storage.statements import StatementKind
from app.use_cases import approve_hours as approving
from app.use_cases import credit_statement, enter_bank_answer, pay_by_bank, statement_steps
from app.use_cases.approve_hours import approve_hours
from app.use_cases.ask_correction import ask_credit, ask_price
from app.use_cases.confirm_prices import confirm_table
from app.use_cases.correct_price import correct_price
from app.use_cases.credit_statement import credit
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.mend_invoices import mend_sent
from app.use_cases.note_invoices import note_sent
from app.use_cases.report_hours import report_hours
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from app.use_cases.set_prices import Price, add_fee_table
from invoices.payers import Payer
from invoices.pricing.fee_table import PriceUnit, Work
from scheduling.lifecycle import StatementState
from scheduling.payment_states import BankBatchState
from tests import build, build_engines, build_money
from tests.app import hour_story
from tests.app import story_of_corrections as story
from tests.faults.killed import at_once
from tests.faults.wholeness import Torn, refuse_broken

ROUNDS = max(1, round(100 * float(os.environ.get("SCALE", "0"))))
AFTER_CUT_OFF = "2026-11-20 12:00+00"
INVOICED_ON = date(2026, 11, 23)
MENDED = {"invoiced_on": INVOICED_ON, "reason": "Väärä numero."}


def rounds():
    """Each in an organisation of its own; afterwards everything holds."""
    for _ in range(ROUNDS):
        with acting_in(build.an_organisation().id):
            yield
            refuse_broken()


def test_two_make_a_batch_at_once_and_one_is_made(house):
    for _ in rounds():
        one, other = a_month_to_pay()

        told = at_once(partial(pay_by_bank.create, by=one), partial(pay_by_bank.create, by=other))

        assert Counter(told)["done"] == 1, told
        assert set(told) <= {"done", "no_payments", "paid_twice", "done_at_once"}
        [batch] = bank_batches.all_batches()
        assert len(payments.of_batch(batch.id)) == batch.payments == 2


def test_two_approve_and_two_take_out_at_once_and_the_bytes_are_the_same(house):
    for _ in rounds():
        one, other = a_month_to_pay()
        third = build.an_actor(Role.FINANCE)
        batch_id = pay_by_bank.create(by=one).id

        approving = at_once(
            partial(pay_by_bank.approve, by=other, batch_id=batch_id),
            partial(pay_by_bank.approve, by=third, batch_id=batch_id),
        )
        file = bank_file_of(bank_batches.find(batch_id))
        taking = at_once(
            partial(pay_by_bank.export, by=one, batch_id=batch_id),
            partial(pay_by_bank.export, by=other, batch_id=batch_id),
        )

        assert approving + taking == ["done"] * 4
        assert pay_by_bank.file_of(batch_id)[1] == file


def test_a_batch_is_taken_out_or_voided_but_never_both_without_a_word(house):
    for _ in rounds():
        one, other = a_month_to_pay()
        batch_id = pay_by_bank.create(by=one).id
        pay_by_bank.approve(by=other, batch_id=batch_id)

        told = at_once(
            partial(pay_by_bank.export, by=one, batch_id=batch_id),
            partial(pay_by_bank.void, by=other, batch_id=batch_id, reason="Väärä päivä."),
        )

        batch = bank_batches.find(batch_id)
        assert batch.state == BankBatchState.VOIDED
        assert told in (["done", "done"], ["wrong_step", "done"])
        assert (batch.exported_at is not None) == (told[0] == "done")


def test_what_the_bank_tells_and_a_click_that_all_was_paid_agree(house):
    for _ in rounds():
        one, other = a_month_to_pay()
        batch = pay_by_bank.create(by=one)
        pay_by_bank.approve(by=other, batch_id=batch.id)
        batch_id = pay_by_bank.export(by=one, batch_id=batch.id).id
        bounced, _ = payments.of_batch(batch_id)
        file = build_engines.a_status_report(batch.number, {bounced.number: "RJCT"})
        day = batch.created_at.date()

        told = at_once(
            partial(enter_bank_answer.read_file, by=one, file=file),
            partial(enter_bank_answer.confirm, by=other, batch_id=batch_id, paid_on=day),
        )

        assert set(told) <= {"done", "done_at_once", "wrong_step"}, told
        assert "done" in told
        enter_bank_answer.read_file(by=one, file=file)
        enter_bank_answer.confirm(by=other, batch_id=batch_id, paid_on=day)
        assert bank_batches.find(batch_id).state == BankBatchState.CONFIRMED


def test_a_statement_is_handed_over_or_credited(house):
    for _ in rounds():
        finance, run_id, wish_id = a_run_to_credit()

        told = at_once(
            partial(hand_over, by=finance[0], run_id=run_id),
            partial(credit, by=finance[1], correction_id=wish_id),
        )

        assert told == ["done", "done"]
        batch = payment_batches.find_of_run(run_id)
        inside = statements.of_batch(batch.id)
        assert sum(one.total_cents for one in inside) == batch.total_cents
        standing = [one for one in inside if one.state == StatementState.HANDED_OVER]
        assert len(standing) == 1


def test_a_statement_is_paid_or_credited(house):
    for _ in rounds():
        finance, run_id, wish_id = a_run_to_credit()
        hand_over(by=finance[0], run_id=run_id)
        day = statements.get_run(run_id).run_at.date()

        told = at_once(
            partial(mark_paid, by=finance[0], run_id=run_id, paid_on=day),
            partial(credit, by=finance[1], correction_id=wish_id),
        )

        assert told in (["done", "done"], ["done", "wrong_step"]), told
        credits = [one for one in statements.all_issued() if one.kind == StatementKind.CREDIT]
        assert len(credits) == (told[1] == "done")


def test_a_price_is_mended_before_or_after_a_single_statement(house):
    for _ in rounds():
        finance, wish_id = a_wrong_price()
        waiting = build.an_expert()
        entry_id = build_money.approved_hours(waiting, approved_at=AFTER_CUT_OFF).id
        expert_id = waiting.id

        told = at_once(
            partial(correct_price, by=finance[1], correction_id=wish_id),
            partial(run_single, by=finance[0], expert_id=expert_id),
        )

        assert told == ["done", "done"]
        assert tables.get(HourEntry, entry_id).price_cents == 10000
        issued = [one.total_cents for one in statements.of_expert(expert_id)]
        assert issued in ([10000], [10000, -8000, 8000])


def test_a_price_is_mended_before_or_after_a_run_is_paid(house):
    for _ in rounds():
        finance, wish_id = a_wrong_price(story.handed_over)
        run_id = statements.all_issued()[0].run_id
        day = statements.get_run(run_id).run_at.date()

        told = at_once(
            partial(correct_price, by=finance[1], correction_id=wish_id),
            partial(mark_paid, by=finance[0], run_id=run_id, paid_on=day),
        )

        assert told == ["done", "done"]
        assert [one.cents for one in fee_tables.all_tables()[0].rates][:1] == [5000]


def test_a_price_is_mended_before_or_after_work_is_approved(house):
    for _ in rounds():
        finance, wish_id = a_wrong_price()
        work = hour_story.a_house()
        [ref] = hour_story.refs(work.checked(hour_story.ACTIVITY))
        approver = work.approver

        told = at_once(
            partial(correct_price, by=finance[1], correction_id=wish_id),
            partial(approve_hours, by=approver, refs=[ref]),
        )

        assert told == ["done", "done"]
        assert tables.get(HourEntry, ref.id).price_cents == 10000


def test_a_table_decided_backwards_is_confirmed_before_or_after_work_is_approved(house):
    for _ in rounds():
        other, table_id = a_late_table()
        work = hour_story.a_house()
        [ref] = hour_story.refs(work.checked(hour_story.ACTIVITY))
        approver = work.approver

        told = at_once(
            partial(confirm_table, by=other, table_id=table_id),
            partial(approve_hours, by=approver, refs=[ref]),
        )

        assert told == ["done", "done"]
        assert tables.get(HourEntry, ref.id).price_cents == 10000


def test_a_table_decided_backwards_is_confirmed_before_a_statement_or_never(house):
    for _ in rounds():
        other, table_id = a_late_table()
        expert_id = build_money.approved_hours(build.an_expert()).expert_id

        told = at_once(
            partial(confirm_table, by=other, table_id=table_id),
            partial(run_single, by=other, expert_id=expert_id),
        )

        [statement] = statements.of_expert(expert_id)
        outcomes = {("done", "done"): 10000, ("paid_by_old_prices", "done"): 8000}
        assert statement.total_cents == outcomes[tuple(told)]


def test_an_invoice_mended_by_two_at_once_is_mended_as_often_as_they_are_told(house):
    for _ in rounds():
        one, other = story.two_in_finance()
        seat_id = an_invoice_of_ours(one)

        told = at_once(
            partial(mend_sent, by=one, assignment_id=seat_id, number="L-2", **MENDED),
            partial(mend_sent, by=other, assignment_id=seat_id, number="L-3", **MENDED),
        )

        assert set(told) <= {"done", "stale"}, told
        steps = [step.became for step in changes.of(Subject.ASSIGNMENT, seat_id)]
        assert steps.count("invoice_mended") == told.count("done") >= 1


def test_one_trip_told_in_two_tabs_at_once_is_told_once(house):
    for _ in rounds():
        build.decided_on_travel(
            valid_from=hour_story.DAY, decision_number="§ 1", pays_per_diems=True
        )
        story_house = hour_story.a_house()
        brief = build.a_brief(cost_centre_id=story_house.centre.id)
        second = build.an_assignment(
            story_house.expert,
            build.an_occasion(brief),
            accepted_at=story_house.assignment.accepted_at,
        )

        ids = [story_house.assignment.id, second.id]
        telling = partial(report_hours, by=story_house.herself, said=[hour_story.TRIP])

        told = at_once(*(partial(telling, assignment_id=each) for each in ids))

        assert sorted(told) == ["done", "trip_twice"], told


def test_a_hand_over_that_does_not_wait_is_found_out(ruin, monkeypatch):
    """Without the lock of the run and the steps that the database allows."""
    finance, run_id, wish_id = a_run_to_credit()
    look, get_run = statements.of_run, statements.get_run

    def look_and_dawdle(of):
        found = look(of)
        time.sleep(0.5)
        return found

    monkeypatch.setattr(statements, "of_run", look_and_dawdle)
    monkeypatch.setattr(statements, "get_run", lambda run_id, lock=False: get_run(run_id))
    monkeypatch.setattr(credit_statement, "locked", statements.get)
    monkeypatch.setattr(statement_steps, "next_statement_state", lambda _, wanted: wanted)

    with ruin.without(statements="take_only_allowed_steps"):
        told = at_once(
            partial(hand_over, by=finance[0], run_id=run_id),
            partial(credit, by=finance[1], correction_id=wish_id),
        )

    assert told == ["done", "done"]
    with pytest.raises(Torn):
        refuse_broken()


def test_approving_by_prices_read_before_is_found_out(ruin, monkeypatch):
    finance, wish_id = a_wrong_price()
    work = hour_story.a_house()
    [ref] = hour_story.refs(work.checked(hour_story.ACTIVITY))
    approver, before = work.approver, read_prices()
    monkeypatch.setattr(approving, "prices_that_stay", lambda: before)  # as before the lock

    correct_price(by=finance[1], correction_id=wish_id)
    approve_hours(by=approver, refs=[ref])

    with pytest.raises(Torn):
        refuse_broken()


def a_month_to_pay():
    """Two people with statements that wait, and two people of finance."""
    one, other = build_engines.where_the_bank_pays()
    for _ in range(2):
        build_money.approved_hours(build_engines.payable(one, other, build.an_expert()))
    run_statements(by=one, month="2026-11")
    return one, other


def a_run_to_credit():
    """Two statements, of which one is asked to be credited: finance, ids of run and wish."""
    finance = story.two_in_finance()
    for _ in range(2):
        build_money.approved_hours(build.an_expert())
    wrong, _ = story.issued(finance[0])
    run_id = wrong.run_id
    wish = ask_credit(by=finance[0], statement_id=wrong.id, reason="Väärä tunti.")
    return finance, run_id, wish.id


def an_invoice_of_ours(by):
    """The id of its one assignment."""
    expert = build.an_expert()
    usual = {"payer": Payer.WE_PAY_AND_INVOICE}
    seat = build.an_assignment(expert, build_money.a_paid_occasion(), **usual)
    build_money.approved_hours(expert, assignment=seat)
    note_sent(by=by, assignment_ids=[seat.id], number="L-1", invoiced_on=INVOICED_ON)
    return seat.id


def a_late_table():
    """Who may confirm it, and its id."""
    one, other = story.two_in_finance()
    rates = [
        Price(work=work, unit=PriceUnit.HOUR, cents=5000, pay_code="3010")
        for work in (Work.ACTIVITY, Work.PREPARATION)
    ]
    table = add_fee_table(
        by=one, valid_from=hour_story.DAY, decision_number="§ 7/2026", rates=rates
    )
    return other, table.id


def a_wrong_price(become=story.issued):
    """By which two people have statements: finance, and the id of the wish to mend it."""
    finance = story.two_in_finance()
    for _ in range(2):
        build_money.approved_hours(build.an_expert())
    become(finance[0])
    [table] = fee_tables.all_tables()
    rate = next(rate for rate in table.rates if rate.work == Work.ACTIVITY)
    wish = ask_price(by=finance[0], rate_id=rate.id, cents=5000, reason="§ 12.")
    return finance, wish.id
