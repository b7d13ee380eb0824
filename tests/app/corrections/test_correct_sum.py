"""A sum agreed wrong for one assignment: asked by one person, put right by another."""

import pytest

from app.access import Role
from app.readings.repriced import (
    wrong_by_sum,
)
from app.readings.what_moves import moves
from app.storage import (
    assignments,
)
from app.storage.tables import FourEyes
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price
from invoices.pricing.fee_table import PriceUnit
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Hours
from invoices.refusals.pricing import OutsideAgreedRange
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.page_story import filled
from tests.app.story_of_corrections import everything_holds, in_force, moved
from tests.sign_in import signed_in


@pytest.fixture
def lecture(finance):
    """Paid with 200 € agreed, where the price is a range."""
    build.a_pay_day("2026-10-30", "2026-10-15")
    terms = {"agreed": {"from_cents": 10_000, "to_cents": 30_000}}
    rate = in_force({"code": "lecture", "unit": PriceUnit.MEETING, "cents": 10_000, "terms": terms})
    priced = price_hours(Hours(minutes=120, agreed_cents=20_000), rate.values())
    assignment = build.an_assignment(
        build.an_expert(), build_money.a_paid_occasion(), agreed_cents=20_000
    )
    build_money.approved_hours(
        assignment.expert, assignment=assignment, **build_money.of_price(priced)
    )
    story.paid(finance[0])
    return assignment


def test_a_sum_agreed_wrong_is_put_right_after_payment(finance, lecture):
    looked = [one.difference_cents for one in moves(wrong_by_sum(lecture.id, 25_000))]
    wish = ask_correction.ask_sum(
        by=finance[0], assignment_id=lecture.id, cents=25_000, reason="Sovittiin 250 €."
    )
    correct_price(by=finance[1], correction_id=wish.id)

    assert looked == moved() == [5_000]
    assert assignments.get(lecture.id).agreed_cents == 25_000
    everything_holds()


def test_a_wrong_sum_is_asked_seen_by_name_and_put_right_on_pages(app, finance, lecture):
    asks, decides = signed_in(app, Role.FINANCE), signed_in(app, Role.FINANCE)
    page = f"/price-corrections/sum/{lecture.id}"

    looked = asks.post(f"{page}/look", data={"cents": "250,00"})
    assert (looked.status_code, "50,00" in looked.text) == (200, True)
    assert asks.post(f"{page}/look", data={"cents": "paljon"}).status_code == 422
    answer = asks.post(page, data={"cents": "250,00", "reason": "Sovittiin 250 €."})
    assert (answer.status_code, asks.post(f"{page}/do").status_code) == (303, 422)
    assert lecture.expert.name in decides.get("/corrections/").text
    seen = {"seen": filled(decides.get(page).text)["seen"]}
    assert decides.post(f"{page}/do", data=seen).status_code == 303

    assert moved() == [5_000]
    assert lecture.expert.name not in decides.get("/corrections/").text


def test_a_sum_outside_the_range_is_not_asked(finance, lecture):
    with pytest.raises(OutsideAgreedRange):
        ask_correction.ask_sum(
            by=finance[0], assignment_id=lecture.id, cents=30_001, reason="Sovittiin."
        )


def test_who_asks_for_a_sum_does_not_decide(finance, lecture):
    wish = ask_correction.ask_sum(
        by=finance[0], assignment_id=lecture.id, cents=25_000, reason="Sovittiin 250 €."
    )

    with pytest.raises(FourEyes):
        correct_price(by=finance[0], correction_id=wish.id)
    assert assignments.get(lecture.id).agreed_cents == 20_000
