"""A decision on travel found wrong: only the difference moves."""

from datetime import date

import pytest

from app.database import transaction
from app.readings.entry_prices import read_prices
from app.readings.repriced import (
    OtherPieces,
    wrong_by_travel,
)
from app.readings.what_moves import moves
from app.storage import (
    putting_right,
    travel_terms,
)
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price
from invoices.refusals.corrections import NothingChanges
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds, moved


@pytest.fixture
def finance(app):
    return story.two_in_finance()


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
    return priced.price, priced.breakdown, "5310"


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
    return correct_price(by=finance[1], correction_id=wish.id)


def test_a_wrong_travel_decision_is_put_right_and_only_the_difference_moves(finance, driven):
    looked = [each.difference_cents for each in moves(wrong_by_travel(driven.id, RIGHT_SUMS))]

    mend_travel(finance, driven)

    assert looked == moved() == [284]  # 28,4 km at 10 cents more
    [decision] = travel_terms.all_decisions()
    assert (decision.kilometre_cents, decision.valid_from) == (50, driven.valid_from)
    assert (decision.proposed_by, decision.confirmed_by) == (finance[0].user_id, finance[1].user_id)
    everything_holds()


def test_a_right_decision_that_makes_other_rows_of_a_claim_is_refused(finance, driven):
    with pytest.raises(OtherPieces):
        mend_travel(finance, driven, kilometre_cents=90)  # above the national price is a row of pay
    assert [each.kilometre_cents for each in travel_terms.all_decisions()] == [40]


def test_the_same_sums_are_no_correction_of_a_decision(finance, driven):
    with pytest.raises(NothingChanges):
        mend_travel(finance, driven, kilometre_cents=40)
