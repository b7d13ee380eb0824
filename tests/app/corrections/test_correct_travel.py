"""A decision on travel found wrong: only the difference moves."""

from collections import defaultdict
from datetime import date

import pytest

from app import checks
from app.database import transaction
from app.now import today
from app.readings.entry_prices import read_prices
from app.readings.repriced import (
    wrong_by_travel,
)
from app.readings.what_moves import moves
from app.storage import payable, putting_right, statements, tables, travel_terms
from app.storage.fee_tables import ExpensePayCode
from app.use_cases import ask_correction, reissue_statements
from app.use_cases.correct_price import correct_price
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.run_single import run_single
from invoices.refusals.corrections import NothingChanges
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds, moved


@pytest.fixture
def driven(finance):
    """Kilometres paid at 40 cents by a decision."""
    decision = build.decided_on_travel(
        valid_from=date(2026, 1, 1), decision_number="§ 13", kilometre_cents=40
    )
    expert = build.an_expert()
    drive = build_money.approved_kilometres(expert)
    with transaction():
        putting_right.mend_price(drive, *_at_40_cents(drive))
    story.paid(finance[0])
    return decision


def _at_40_cents(drive):
    priced = read_prices().of(drive)
    return priced.price, "5310"


RIGHT_SUMS = {
    "kilometre_cents": 50,
    "full_cents": None,
    "partial_cents": None,
    "meal_cents": None,
    "own_word_cents": None,
}


def mend_travel(finance, decision, **sums):
    wish = ask_correction.ask_travel(
        by=finance[0], decision_id=decision.id, sums=RIGHT_SUMS | sums, reason="§ 13: 50 c."
    )
    return correct_price(by=finance[1], correction_id=wish.id, pay_on=today())


def test_a_wrong_travel_decision_is_put_right_and_only_the_difference_moves(finance, driven):
    looked = [each.difference_cents for each in moves(wrong_by_travel(driven.id, RIGHT_SUMS))]

    mend_travel(finance, driven)

    assert looked == moved() == [284]  # 28,4 km at 10 cents more
    [decision] = travel_terms.all_decisions()
    assert (decision.kilometre_cents, decision.valid_from) == (50, driven.valid_from)
    assert (decision.proposed_by, decision.confirmed_by) == (finance[0].user_id, finance[1].user_id)
    everything_holds()


def expense_codes(**codes):
    with transaction():
        for kind, pay_code in codes.items():
            tables.add(ExpensePayCode(kind=kind, pay_code=pay_code))


def foreseen(decision, **sums):
    return [
        each.difference_cents for each in moves(wrong_by_travel(decision.id, RIGHT_SUMS | sums))
    ]


def standing():
    [decision] = travel_terms.all_decisions()
    return decision


def rows_of(document):
    """What it carries, without what it takes back."""
    return [(line.kind, line.amount_cents) for line in document.lines if line.mirrors_id is None]


@pytest.fixture
def pay_codes(finance):
    """The national maximum of 2026 is 55 cents; what goes above it has a pay code of its own."""
    expense_codes(kilometres="5310", kilometres_above="3090")


def test_a_right_decision_adds_the_row_of_what_goes_above_the_maximum(finance, pay_codes, driven):
    looked = foreseen(driven, kilometre_cents=90)

    mend_travel(finance, driven, kilometre_cents=90)

    assert looked == moved() == [1420]  # 28,4 km at 50 cents more, 35 of them as pay
    *_, document = statements.all_issued()
    assert rows_of(document) == [("kilometres", 1562), ("kilometres_above", 994)]
    assert document.fee_cents == 994
    everything_holds()


def test_a_row_that_was_wrong_altogether_comes_to_nothing(finance, pay_codes, driven):
    mend_travel(finance, driven, kilometre_cents=90)
    *_, higher = statements.all_issued()
    hand_over(by=finance[0], run_id=higher.run_id)
    mark_paid(by=finance[0], run_id=higher.run_id, paid_on=higher.pay_on)

    looked = foreseen(standing(), kilometre_cents=50)
    mend_travel(finance, standing(), kilometre_cents=50)
    *_, lower = statements.all_issued()

    assert looked == [lower.total_cents] == [-1136]
    assert rows_of(lower) == [("kilometres", 1420), ("kilometres_above", 0)]
    everything_holds()


def test_before_payment_the_claim_is_issued_anew_with_its_other_rows(finance, pay_codes, driven):
    expert = build.an_expert()
    drive = build_money.approved_kilometres(expert)
    with transaction():
        putting_right.mend_price(drive, *_at_40_cents(drive))
    run_single(by=finance[0], expert_id=expert.id)
    free = build_money.approved_kilometres(expert)
    with transaction():
        putting_right.mend_price(free, *_at_40_cents(free))

    looked = foreseen(driven, kilometre_cents=90)
    mend_travel(finance, driven, kilometre_cents=90)

    assert sorted(looked) == [1420, 1420, 1420]
    *_, anew = statements.all_issued()
    assert rows_of(anew) == [("kilometres", 1562), ("kilometres_above", 994)]
    assert rows_of(run_single(by=finance[0], expert_id=expert.id)) == rows_of(anew)
    everything_holds()


def test_a_new_row_without_a_pay_code_waits_for_one(finance, driven):
    expense_codes(kilometres="5310")

    mend_travel(finance, driven, kilometre_cents=90)

    assert moved() == [426]
    [waiting] = payable.approved_by(date(2026, 12, 31))
    assert (waiting.kind, waiting.entry.price_cents) == ("kilometres_above", 994)
    everything_holds()


def test_a_claim_that_lacks_a_row_of_its_decision_is_found(finance, pay_codes, driven, monkeypatch):
    forgetful = defaultdict(list)
    monkeypatch.setattr(reissue_statements, "_add_rows", lambda *_: forgetful)

    mend_travel(finance, driven, kilometre_cents=90)

    assert checks.prices.find_wrong() is not None


def test_the_same_sums_are_no_correction_of_a_decision(finance, driven):
    with pytest.raises(NothingChanges):
        mend_travel(finance, driven, kilometre_cents=40)
