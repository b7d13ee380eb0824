"""A price found wrong: everything that followed from it is put right in one run, or nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app import checks
from app.access import Role
from app.database import transaction
from app.readings.entry_prices import read_prices
from app.readings.repriced import (
    OtherPieces,
    RightPrice,
    wrong_by_price,
    wrong_by_sum,
    wrong_by_travel,
)
from app.readings.what_moves import moves
from app.storage import (
    assignments,
    changes,
    fee_tables,
    putting_right,
    statements,
    tables,
    travel_terms,
)
from app.storage.corrections import OverpaidDecision, SamePerson
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
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Hours
from invoices.pricing.priced import write_price
from invoices.pricing.terms import (
    Addition,
    Cap,
    Period,
    Rounding,
    Supplement,
    Terms,
    Tier,
    Towards,
)
from invoices.pricing.worked_examples import Example
from invoices.refusals import ExampleDiffers, OutsideAgreedRange
from invoices.refusals.corrections import NothingChanges
from scheduling.lifecycle import StatementState
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.page_story import filled
from tests.app.story_of_corrections import everything_holds
from tests.sign_in import signed_in

CAPPED = {"caps": [{"per": "month", "cents": 10_000}]}


@pytest.fixture
def finance(app):
    return story.two_in_finance()


@pytest.fixture
def rate(finance):
    [table] = fee_tables.all_tables()
    return next(rate for rate in table.rates if rate.work == Work.ACTIVITY)


def in_force(rate):
    """The price of activity from the second of January on."""
    table = build.a_fee_table({"work": Work.ACTIVITY} | rate, valid_from="2026-01-02")
    return fee_tables.get_table(table.id).rates[0]


def mend(finance, rate, cents=5000, **said):
    wish = ask_correction.ask_price(
        by=finance[0], rate_id=rate.id, cents=cents, reason="§ 12.", **said
    )
    return correct_price(by=finance[1], correction_id=wish.id)


def foreseen(rate, cents=4000, terms=None):
    """By statement, what moves."""
    rows = moves(wrong_by_price(rate.id, RightPrice(cents, terms)))
    return [one.difference_cents for one in rows]


def moved():
    """What each correcting document moves."""
    return [
        one.total_cents for one in statements.all_issued() if one.kind == StatementKind.CORRECTION
    ]


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

    mend(finance, rate)

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
    mend(finance, rate)
    run = statements.all_issued()[-1].run_id

    batch = hand_over(by=finance[0], run_id=run)

    assert (batch.persons, batch.total_cents) == (2, 4000)
    assert (statements.get_run(run).persons, statements.get_run(run).total_cents) == (2, 4000)


def test_a_lower_price_takes_nothing_back_by_itself(finance, rate):
    build_money.approved_hours(build.an_expert())
    story.paid(finance[0])

    mend(finance, rate, cents=3000)

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
        mend(finance, rate)

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

    mend(finance, rate)

    last = statements.all_issued()[-1]
    assert (last.refers_to_id, last.total_cents) == (document.id, 1000)  # one hour stays one hour
    everything_holds()


def test_a_second_click_changes_nothing(finance, rate):
    build_money.approved_hours(build.an_expert())
    story.paid(finance[0])
    wish = mend(finance, rate)
    issued = len(statements.all_issued())

    correct_price(by=finance[1], correction_id=wish.id, pay_on=date(2026, 12, 1))

    assert len(statements.all_issued()) == issued


TERMS = {
    "rounding": (Terms(rounding=Rounding(cents=1000, towards=Towards.UP)), 1000),
    "tier": (Terms(tiers=(Tier(after_minutes=60, cents=6000),)), 2000),
    "most": (Terms(most_cents=5000), -3000),
    "least": (Terms(least_cents=9000), 1000),
    "started": (Terms(started_minutes=180), 4000),
    "cap of a month": (Terms(caps=(Cap(per=Period.MONTH, cents=7000),)), -1000),
}


@pytest.mark.parametrize("term", TERMS)
def test_wrong_terms_are_put_right_after_payment(finance, rate, term):
    terms, difference = TERMS[term]
    build_money.approved_hours(build.an_expert(), minutes=119 if term == "rounding" else 120)
    story.paid(finance[0])
    if term == "rounding":  # 79,33 € becomes 80 €
        difference = 67

    looked = foreseen(rate, terms=terms)
    mend(finance, rate, cents=4000, terms=terms)

    assert looked == moved() == [difference]
    assert fee_tables.get_rate(rate.id).values().terms == terms
    everything_holds()
    assert checks.settled.find_wrong() is None


def test_a_supplement_that_was_forgotten_is_paid_as_the_difference(finance, rate):
    supplement = Supplement(name="tuesday", addition=Addition(percent=Decimal(50)))
    starts = datetime(2026, 11, 3, 8, tzinfo=UTC)
    build_money.approved_hours(
        build.an_expert(), starts_at=starts, ends_at=starts + timedelta(hours=2)
    )
    story.paid(finance[0])
    terms = Terms(supplements=(supplement,))

    looked = foreseen(rate, terms=terms)
    mend(finance, rate, cents=4000, terms=terms)

    assert looked == moved() == [4000]
    everything_holds()


def test_a_cap_taken_away_pays_what_it_cut_statement_by_statement(finance):
    rate = in_force({"code": "hour", "cents": 4000, "terms": CAPPED})
    expert = build.an_expert()
    for day in ("2026-11-03", "2026-11-04"):
        build_money.approved_hours(expert, day=day)
    story.paid(finance[0])
    build_money.approved_hours(expert, day="2026-11-05")
    run_single(by=finance[0], expert_id=expert.id)

    looked = foreseen(rate, terms=Terms())
    mend(finance, rate, cents=4000, terms=Terms())

    assert looked == [6000, 8000]
    issued = [one.total_cents for one in statements.all_issued()]
    assert issued == [10_000, 0, 0, 6_000, 8_000]
    everything_holds()
    assert checks.settled.find_wrong() is None


def test_the_worked_examples_are_tried_anew(finance):
    rate = in_force({"code": "hour", "cents": 4000, "examples": [{"minutes": 60, "cents": 4000}]})

    with pytest.raises(ExampleDiffers):
        mend(finance, rate, cents=5000)
    mend(finance, rate, cents=5000, examples=[Example(minutes=60, cents=5000)])

    assert fee_tables.get_rate(rate.id).examples == [{"minutes": 60, "cents": 5000}]


def test_what_is_neither_another_price_nor_other_terms_changes_nothing(finance, rate):
    with pytest.raises(NothingChanges):
        mend(finance, rate, cents=4000, terms=Terms())


def test_a_price_that_waits_for_another_person_stays_as_she_looks_at_it(finance):
    price = Price(work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=5000)
    asked = {"valid_from": date(2027, 1, 1), "decision_number": "§ 1", "rates": [price]}
    table = set_prices.add_fee_table(by=finance[0], **asked)
    [rate] = fee_tables.get_table(table.id).rates

    with pytest.raises(PriceNotInForce):
        mend(finance, rate, cents=50_000)

    confirm_prices.confirm_table(by=finance[1], table_id=table.id)
    wish = ask_correction.ask_price(by=finance[0], rate_id=rate.id, cents=6000, reason="§ 2.")
    for by in finance:
        confirm_prices.withdraw_table(by=by, table_id=table.id)
    with pytest.raises(PriceNotInForce):
        correct_price(by=finance[1], correction_id=wish.id)
    assert fee_tables.get_rate(rate.id).cents == 5000


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
        assignment.expert,
        assignment=assignment,
        price_cents=priced.cents,
        breakdown=write_price(priced),
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

    with pytest.raises(SamePerson):
        correct_price(by=finance[0], correction_id=wish.id)
    assert assignments.get(lecture.id).agreed_cents == 20_000


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
