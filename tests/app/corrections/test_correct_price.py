"""A price found wrong: everything that followed from it is put right in one run, or nothing."""

from datetime import date

import pytest

from app.readings.repriced import (
    RightPrice,
    wrong_by_price,
)
from app.readings.what_moves import moves
from app.storage import (
    changes,
    fee_tables,
    statements,
    tables,
)
from app.storage.corrections import OverpaidDecision
from app.storage.fee_tables import PriceNotInForce
from app.storage.hour_entries import HourEntry
from app.storage.statements import StatementKind
from app.use_cases import ask_correction, confirm_prices, set_prices
from app.use_cases.correct_price import CorrectionUnpaid, correct_price
from app.use_cases.correct_statement import settle_overpaid
from app.use_cases.hand_over_statements import hand_over
from app.use_cases.run_single import run_single
from app.use_cases.set_prices import Price
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.terms import (
    Terms,
)
from invoices.refusals.corrections import NothingChanges
from scheduling.lifecycle import StatementState
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds, mend_price


@pytest.fixture
def rate(finance):
    [table] = fee_tables.all_tables()
    return next(rate for rate in table.rates if rate.work == Work.ACTIVITY)


def test_the_preview_names_people_old_new_and_difference(finance, rate):
    aino, oiva = build.an_expert(last_name="Aho"), build.an_expert(last_name="Öhman")
    build_money.approved_hours(oiva, minutes=60)
    build_money.approved_hours(aino)
    build_money.approved_kilometres(aino)
    story.paid(finance[0])

    rows = moves(wrong_by_price(rate.id, RightPrice(5000)))

    assert [(one.expert.id, one.old_cents, one.new_cents) for one in rows] == [
        (aino.id, 9562, 11562),
        (oiva.id, 4000, 5000),
    ]
    assert [one.difference_cents for one in rows] == [2000, 1000]


def test_what_was_paid_is_corrected_and_what_was_not_is_issued_anew(finance, rate):
    paid = build.an_expert()
    build_money.approved_hours(paid)
    [first] = story.paid(finance[0])
    unpaid, waits = build.an_expert(), build.an_expert()
    build_money.approved_hours(unpaid)
    build_money.approved_kilometres(unpaid)
    second = run_single(by=finance[0], expert_id=unpaid.id)
    free = build_money.approved_hours(waits)

    mend_price(finance, rate)

    kinds = [(one.kind, one.expert_id, one.total_cents) for one in statements.all_issued()]
    assert kinds == [
        (StatementKind.STATEMENT, paid.id, 8000),
        (StatementKind.STATEMENT, unpaid.id, 9562),
        (StatementKind.CREDIT, unpaid.id, -9562),
        (StatementKind.CORRECTION, paid.id, 2000),
        (StatementKind.STATEMENT, unpaid.id, 11562),
    ]
    assert statements.get(first.id).state == StatementState.CORRECTED
    assert statements.get(second.id).state == StatementState.CREDITED
    assert tables.get(HourEntry, free.id).price_cents == 10000
    said = [step.reason for step in changes.of(changes.Subject.RATE, rate.fee_table_id)]
    assert any("4000 → 5000" in (each or "") for each in said)
    everything_holds()


def test_its_run_is_handed_over_as_one(finance, rate):
    for _ in range(2):
        build_money.approved_hours(build.an_expert())
    story.paid(finance[0])
    mend_price(finance, rate)
    run = statements.all_issued()[-1].run_id

    batch = hand_over(by=finance[0], run_id=run)

    assert (batch.persons, batch.total_cents) == (2, 4000)
    assert (statements.get_run(run).persons, statements.get_run(run).total_cents) == (2, 4000)


def test_a_lower_price_takes_nothing_back_by_itself(finance, rate):
    build_money.approved_hours(build.an_expert())
    story.paid(finance[0])

    mend_price(finance, rate, cents=3000)

    last = statements.all_issued()[-1]
    assert (last.total_cents, last.state) == (-2000, StatementState.ISSUED)
    everything_holds()


def test_one_that_cannot_be_put_right_keeps_all_as_they_are(finance, rate):
    build_money.approved_hours(build.an_expert())
    build_money.approved_hours(build.an_expert())
    first, _ = story.paid(finance[0])
    story.corrected(*finance, first)  # its correction has not been paid yet
    before = len(statements.all_issued())

    with pytest.raises(CorrectionUnpaid):
        mend_price(finance, rate)

    assert len(statements.all_issued()) == before
    assert fee_tables.get_rate(rate.id).cents == 4000
    everything_holds()


def test_what_payroll_has_decided_about_is_put_right_too(finance, rate):
    build_money.approved_hours(build.an_expert())
    [first] = story.paid(finance[0])
    document = story.corrected(*finance, first, quantity=60)
    settle_overpaid(
        by=finance[0],
        statement_id=document.id,
        decision=OverpaidDecision.WRITTEN_OFF,
        note="Ei peritä.",
    )

    mend_price(finance, rate)

    last = statements.all_issued()[-1]
    assert (last.refers_to_id, last.total_cents) == (document.id, 1000)  # one hour stays one hour
    everything_holds()


def test_a_second_click_changes_nothing(finance, rate):
    build_money.approved_hours(build.an_expert())
    story.paid(finance[0])
    wish = mend_price(finance, rate)
    issued = len(statements.all_issued())

    correct_price(by=finance[1], correction_id=wish.id, pay_on=date(2026, 12, 1))

    assert len(statements.all_issued()) == issued


def test_what_is_neither_another_price_nor_other_terms_changes_nothing(finance, rate):
    with pytest.raises(NothingChanges):
        mend_price(finance, rate, cents=4000, terms=Terms())


def test_a_price_that_waits_for_another_person_stays_as_she_looks_at_it(finance):
    price = Price(work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=5000)
    asked = {"valid_from": date(2027, 1, 1), "decision_number": "§ 1", "rates": [price]}
    table = set_prices.add_fee_table(by=finance[0], **asked)
    [rate] = fee_tables.get_table(table.id).rates

    with pytest.raises(PriceNotInForce):
        mend_price(finance, rate, cents=50_000)

    confirm_prices.confirm_table(by=finance[1], table_id=table.id)
    wish = ask_correction.ask_price(by=finance[0], rate_id=rate.id, cents=6000, reason="§ 2.")
    for by in finance:
        confirm_prices.withdraw_table(by=by, table_id=table.id)
    with pytest.raises(PriceNotInForce):
        correct_price(by=finance[1], correction_id=wish.id)
    assert fee_tables.get_rate(rate.id).cents == 5000
