"""Killed at every boundary of mending a price and of handing over: whole or not at all.

A price mended reaches what was paid, what waits and what is on no statement yet. SCALE=1 dies at
every boundary, the everyday run at some. Variants that keep a half must be caught.
"""

from datetime import date

import pytest

from app.database import db
from app.storage import fee_tables, payment_batches, putting_right, statements, tables
from app.storage.corrections import OverpaidDecision
from app.storage.hour_entries import HourEntry
from app.storage.statements import StatementKind
from app.use_cases import ask_correction, statement_steps
from app.use_cases.correct_price import correct_price
from app.use_cases.correct_statement import settle_overpaid
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.run_single import run_single
from invoices.pricing.fee_table import Work
from scheduling.lifecycle import StatementState
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.faults.wholeness import Torn, killed_everywhere

AFTER_CUT_OFF = "2026-11-20 12:00+00"


@pytest.fixture
def finance(house):
    return story.two_in_finance()


def test_a_mended_price_reaches_everything_or_nothing(house, finance):
    free, wish_id = _a_wrong_price(finance)

    last = killed_everywhere(lambda: correct_price(by=finance[1], correction_id=wish_id))

    assert last > 60
    kinds = [(one.kind, one.total_cents) for one in statements.all_issued()]
    assert kinds == [
        (StatementKind.STATEMENT, 8000),
        (StatementKind.STATEMENT, 9562),
        (StatementKind.CREDIT, -9562),
        (StatementKind.CORRECTION, 2000),  # oldest first
        (StatementKind.STATEMENT, 11562),
    ]
    assert tables.get(HourEntry, free).price_cents == 10000
    assert house.broken() is None


def test_a_run_is_handed_over_whole_or_not_at_all(house, finance):
    run_id = _a_run(finance)

    killed_everywhere(lambda: hand_over(by=finance[0], run_id=run_id))

    batch = payment_batches.find_of_run(run_id)
    assert (batch.persons, batch.total_cents) == (2, 17562)
    assert {one.state for one in statements.of_run(run_id)} == {StatementState.HANDED_OVER}
    assert house.broken() is None


def test_a_run_is_marked_as_paid_whole_or_not_at_all(house, finance):
    run_id = _a_run(finance)
    hand_over(by=finance[0], run_id=run_id)

    killed_everywhere(lambda: mark_paid(by=finance[0], run_id=run_id, paid_on=date(2026, 11, 23)))

    assert {one.state for one in statements.of_run(run_id)} == {StatementState.PAID}
    assert house.broken() is None


def test_money_paid_too_much_is_settled_whole_or_not_at_all(house, finance):
    build_money.approved_hours(build.an_expert())
    [first] = story.paid(finance[0])
    document_id = story.corrected(*finance, first, quantity=60).id

    killed_everywhere(
        lambda: settle_overpaid(
            by=finance[0],
            statement_id=document_id,
            decision=OverpaidDecision.WRITTEN_OFF,
            note="Ei peritä.",
        )
    )

    assert statements.get(document_id).state == StatementState.PAID
    assert house.broken() is None


def test_prices_that_are_kept_one_by_one_are_found_out(ruin, monkeypatch):
    finance = story.two_in_finance()
    _, wish_id = _a_wrong_price(finance)
    _keep_after(monkeypatch, putting_right, "mend_price")

    with pytest.raises(Torn):
        killed_everywhere(lambda: correct_price(by=finance[1], correction_id=wish_id))


def test_a_hand_over_that_keeps_each_statement_by_itself_is_found_out(ruin, monkeypatch):
    finance = story.two_in_finance()
    run_id = _a_run(finance)
    _keep_after(monkeypatch, statement_steps, "step")

    with pytest.raises(Torn):
        killed_everywhere(lambda: hand_over(by=finance[0], run_id=run_id))


def _a_wrong_price(finance) -> tuple[int, int]:
    """One person was paid by it, one has a statement, one waits: ids of her entry and the wish."""
    build_money.approved_hours(build.an_expert())
    story.paid(finance[0])
    unpaid = build.an_expert()
    build_money.approved_hours(unpaid, approved_at=AFTER_CUT_OFF)
    build_money.approved_kilometres(unpaid, approved_at=AFTER_CUT_OFF)
    run_single(by=finance[0], expert_id=unpaid.id)
    free = build_money.approved_hours(build.an_expert(), approved_at=AFTER_CUT_OFF).id
    [table] = fee_tables.all_tables()
    rate = next(rate for rate in table.rates if rate.work == Work.ACTIVITY)
    wish = ask_correction.ask_price(by=finance[0], rate_id=rate.id, cents=5000, reason="§ 12.")
    return free, wish.id


def _a_run(finance) -> int:
    """Of two people, not handed over."""
    for _ in range(2):
        expert = build.an_expert()
        build_money.approved_hours(expert)
    build_money.approved_kilometres(expert)
    return story.issued(finance[0])[0].run_id


def _keep_after(monkeypatch, module, name):
    """The broken variant: what should be kept together is kept one by one."""
    whole = getattr(module, name)

    def act_and_keep(*about, **told):
        whole(*about, **told)
        db.session.commit()

    monkeypatch.setattr(module, name, act_and_keep)
