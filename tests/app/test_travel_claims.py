"""Meals and per diems from the hour form to the statement, by what the organisation decided."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from app import checks, create_app
from app.access import Role
from app.database import acting_in, current_organisation, db, transaction
from app.gateways import public_links
from app.now import today
from app.readings import waiting_corrections
from app.storage import (
    approver_lists,
    entry_lists,
    expense_entries,
    invariants,
    statements,
    tables,
    travel_terms,
)
from app.storage.entries import FinanceHoldsIt, Locked
from app.storage.fee_tables import ExpensePayCode
from app.storage.links import LinkKind
from app.storage.putting_right import freed_by
from app.storage.travel_terms import SUMS
from app.use_cases.approve_hours import approve_hours
from app.use_cases.ask_correction import ask_credit, ask_travel
from app.use_cases.confirm_prices import CostsApprovedSince
from app.use_cases.correct_price import correct_price
from app.use_cases.credit_statement import credit
from app.use_cases.entry_steps import Ref
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.hold_hours import hold, release
from app.use_cases.return_freed import return_freed
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from app.use_cases.take_back_approval import take_back
from invoices.refusals.trips import NothingPayable, TripTwice
from invoices.statements.held import HeldReason
from invoices.travel.costs import ExpenseKind
from scheduling.lifecycle import EntryState
from tests import build
from tests.app.hour_story import ACTIVITY, DAY, DRIVE, TRIP, a_house, refs
from tests.app.page_story import filled
from tests.by_hand import by_hand
from tests.sign_in import signed_in

CODES = {
    ExpenseKind.KILOMETRES: "5310",
    ExpenseKind.KILOMETRES_ABOVE: "5311",
    ExpenseKind.PER_DIEM: "5320",
    ExpenseKind.PARTIAL_PER_DIEM: "5321",
    ExpenseKind.MEAL: "5322",
    ExpenseKind.ALLOWANCE_ABOVE: "5323",
}
OVERNIGHT = replace(TRIP, returns_at=TRIP.leaves_at + timedelta(hours=27))


@pytest.fixture
def finance(app):
    return build.an_actor(Role.FINANCE)


@pytest.fixture(scope="module")
def owner(config):
    """Changes rows as nobody may."""
    owner = create_app(config, as_owner=True)
    yield owner
    with owner.app_context():
        db.engine.dispose()


@pytest.fixture
def house(app):
    build.a_fee_table()
    with transaction():
        for kind, pay_code in CODES.items():
            tables.add(ExpensePayCode(kind=kind, pay_code=pay_code))
    build.a_pay_day((today() + timedelta(days=9)).isoformat(), today().isoformat())
    return a_house()


def decided(**what):
    usual = {"valid_from": DAY, "decision_number": "§ 12", "pays_per_diems": True}
    return build.decided_on_travel(**(usual | what))


def approved(house, *said):
    bulk = approve_hours(by=house.approver, refs=refs(house.checked(*said)))
    assert not bulk.refused
    return bulk.done


def lines(finance):
    run = run_statements(by=finance, month=f"{today() + timedelta(days=9):%Y-%m}")
    [issued] = statements.of_run(run.id)
    assert invariants.first_broken() is None
    assert checks.prices.find_wrong() is None
    assert not any(checks.statements.violations())
    return issued, [
        (line.kind, str(line.day), line.pay_code, line.amount_cents, line.is_taxable)
        for line in issued.lines
        if line.expense_entry_id
    ]


def cancelled(finance, issued):
    asked = ask_credit(by=finance, statement_id=issued.id, reason="Väärä päivä")
    credit(by=build.an_actor(Role.FINANCE), correction_id=asked.id)


def test_a_partial_per_diem_is_a_line_of_its_own(house, finance):
    decided()
    approved(house, ACTIVITY, TRIP)

    issued, found = lines(finance)

    assert found == [("partial_per_diem", "2026-11-03", "5321", 2500, False)]
    assert issued.tax_free_cents == 2500


def test_what_goes_above_the_maximum_is_taxed_on_its_own_line(house, finance):
    decided(partial_cents=3000, kilometre_cents=60)
    approved(house, TRIP, DRIVE)

    issued, found = lines(finance)

    assert found == [
        ("kilometres", "2026-11-03", "5310", 688, False),
        ("kilometres_above", "2026-11-03", "5311", 63, True),
        ("partial_per_diem", "2026-11-03", "5321", 2500, False),
        ("allowance_above", "2026-11-03", "5323", 500, True),
    ]
    assert (issued.fee_cents, issued.tax_free_cents) == (563, 3188)


def test_each_day_of_a_longer_trip_is_a_line(house, finance):
    decided(pays_meals=True)
    approved(house, OVERNIGHT)

    _, found = lines(finance)

    assert [line[:4] for line in found] == [
        ("per_diem", "2026-11-03", "5320", 5400),
        ("partial_per_diem", "2026-11-04", "5321", 2500),
    ]


def test_a_claim_of_which_finance_holds_a_day_is_not_taken_back(house, finance):
    decided()
    [claim] = approved(house, OVERNIGHT)
    [part] = expense_entries.parts_of(claim.id)
    hold(by=finance, ref=refs([part])[0], reason=HeldReason.BY_FINANCE)

    with pytest.raises(FinanceHoldsIt):
        take_back(by=house.approver, refs=refs([claim]), reason="Väärä rivi.")
    mine = approver_lists.approved_by_approver(house.approver.user_id, today())
    assert mine == []

    release(by=finance, ref=refs([part])[0])
    assert approver_lists.approved_by_approver(house.approver.user_id, today()) == [claim]
    take_back(by=house.approver, refs=refs([claim]), reason="Väärä rivi.")
    # A part stays for good and is read by more people than its claim's history.
    assert expense_entries.get(part.id).returned_because == "taken_back"


def test_a_claim_of_which_a_day_has_been_paid_is_not_offered_for_taking_back(house, finance):
    decided()
    [claim] = approved(house, OVERNIGHT)
    assert approver_lists.approved_by_approver(house.approver.user_id, today()) == [claim]
    hold(by=finance, ref=Ref(claim.entry_kind, claim.id), reason=HeldReason.BY_FINANCE)
    lines(finance)
    release(by=finance, ref=Ref(claim.entry_kind, claim.id))

    assert approver_lists.approved_by_approver(house.approver.user_id, today()) == []


def test_a_credited_day_of_a_claim_is_not_offered_where_another_never_was_on_a_statement(
    house, finance
):
    decided()
    [claim] = approved(house, OVERNIGHT)
    hold(by=finance, ref=Ref(claim.entry_kind, claim.id), reason=HeldReason.BY_FINANCE)
    issued, _ = lines(finance)
    cancelled(finance, issued)
    [second] = freed_by(issued)

    around = waiting_corrections.around(issued.id, finance)
    assert (around.freed, around.kept_back, around.tied) == ([], 0, 1)
    with pytest.raises(Locked):
        return_freed(
            by=finance,
            statement_id=issued.id,
            refs=[Ref(second.entry_kind, second.id, second.version)],
            reason="Tarkista kellonajat",
        )


def test_a_claim_whose_days_were_on_two_credited_statements_goes_back_from_either(house, finance):
    decided()
    [claim] = approved(house, OVERNIGHT)
    hold(by=finance, ref=Ref(claim.entry_kind, claim.id), reason=HeldReason.BY_FINANCE)
    earlier, _ = lines(finance)
    release(by=finance, ref=Ref(claim.entry_kind, claim.id))
    later = run_single(by=finance, expert_id=house.expert.id)
    for each in (earlier, later):
        cancelled(finance, each)

    around = waiting_corrections.around(earlier.id, finance)
    assert (len(around.freed), around.kept_back, around.tied) == (1, 0, 0)
    return_freed(
        by=finance,
        statement_id=earlier.id,
        refs=[Ref(each.entry_kind, each.id, each.version) for each in around.freed],
        reason="Tarkista kellonajat",
    )

    assert expense_entries.get(claim.id).state is EntryState.RETURNED


def test_a_row_that_finance_holds_is_told_so_wherever_the_rest_of_its_claim_is(house, finance):
    decided()
    approved(house, OVERNIGHT)
    issued, _ = lines(finance)
    cancelled(finance, issued)
    [held, other] = freed_by(issued)
    hold(by=finance, ref=Ref(held.entry_kind, held.id), reason=HeldReason.BY_FINANCE)

    run_single(by=finance, expert_id=house.expert.id)

    assert freed_by(issued) == [held]
    assert expense_entries.get(other.id).state is EntryState.APPROVED
    around = waiting_corrections.around(issued.id, finance)
    assert (around.freed, around.kept_back, around.tied) == ([], 1, 0)


def test_a_held_day_of_a_credited_claim_keeps_the_other(house, finance):
    decided()
    approved(house, OVERNIGHT)
    issued, _ = lines(finance)
    cancelled(finance, issued)
    assert len(waiting_corrections.around(issued.id, finance).freed) == 2
    [held, _] = freed_by(issued)

    hold(by=finance, ref=Ref(held.entry_kind, held.id), reason=HeldReason.BY_FINANCE)

    around = waiting_corrections.around(issued.id, finance)
    assert (around.freed, around.kept_back, around.tied) == ([], 1, 1)


def test_why_nothing_is_paid_is_told_before_it_is_sent(house):
    decided()

    with pytest.raises(NothingPayable) as refused:
        house.reported(replace(TRIP, distance_tenths=150, place="trips-0"))

    assert refused.value.why == ("too_near_start",)
    assert refused.value.__notes__ == ["trips-0"]
    assert entry_lists.of_assignment(house.assignment.id) == []


def test_the_same_time_is_claimed_once(house):
    decided()
    house.reported(TRIP)

    with pytest.raises(TripTwice):
        house.reported(TRIP)


def test_a_claim_that_comes_back_is_approved_anew_with_its_parts(house, finance):
    decided(partial_cents=3000)
    [claim] = approved(house, TRIP)
    issued, _ = lines(finance)
    cancelled(finance, issued)
    [part] = [each for each in freed_by(issued) if each.part]

    return_freed(
        by=finance,
        statement_id=issued.id,
        refs=[Ref(part.entry_kind, part.id, part.version)],
        reason="Tarkista kellonajat",
    )

    [again] = entry_lists.of_assignment(house.assignment.id)
    assert (again.id, again.state) == (claim.id, EntryState.RETURNED)
    mended = replace(TRIP, free_meals=[1], entry_id=claim.id)
    approved(house, mended)
    assert [each.price_cents for each in expense_entries.parts_of(claim.id)] == [250]


def test_an_approval_taken_back_makes_the_parts_of_a_claim_anew(house, finance):
    decided(partial_cents=3000)
    [claim] = approved(house, TRIP)

    take_back(by=house.approver, refs=refs([claim]), reason="Väärä rivi")

    [again] = entry_lists.of_assignment(house.assignment.id)
    assert (again.id, again.state) == (claim.id, EntryState.CHECKED)
    assert expense_entries.parts_of(claim.id) == []
    assert not approve_hours(by=house.approver, refs=refs([again])).refused
    assert [each.price_cents for each in expense_entries.parts_of(claim.id)] == [500]
    assert lines(finance)[1][0][0] == "partial_per_diem"


def test_a_lost_part_is_found(house, owner):
    decided(partial_cents=3000)
    claim_id = approved(house, TRIP)[0].id
    assert checks.prices.find_wrong() is None

    with owner.app_context(), acting_in(current_organisation()):
        with by_hand():
            db.session.execute(text("set local session_replication_role = replica"))
        db.session.execute(text("delete from expense_entries where part > 0"))
        assert checks.prices.find_wrong().id == claim_id
        db.session.rollback()


def test_a_decision_never_reaches_what_is_approved(house):
    approved(house, DRIVE)

    with pytest.raises(CostsApprovedSince):
        decided()

    decided(valid_from=DAY + timedelta(days=1))


def test_the_form_asks_for_a_trip_only_where_it_is_paid(house, app):
    with transaction():
        address = public_links.url_to(LinkKind.ASSIGNMENT, house.assignment.id)
    link, browser = "/" + address.split("/", 3)[3] + "/hours", app.test_client()
    assert "trips-0-distance" not in browser.get(link).text
    decided(pays_meals=True)

    form = filled(browser.get(link).text) | {
        "trips-0-claimed": "true",
        "trips-0-leaves": "9.00",
        "trips-0-returns": "13.00",
        "trips-0-distance": "45",
        "trips-0-meals": "",
        "send": "later",
    }
    refused = browser.post(link, data=form)
    kept = browser.post(link, data=form | {"trips-0-meals": "1"})

    assert refused.status_code == 409
    assert "matka kesti enintään 6 tuntia" in refused.text
    assert 'value="13.00"' in refused.text
    assert kept.status_code == 303
    assert "Ateriat maksetaan" in browser.get(link).text


def test_what_finance_wrote_stays_when_the_day_is_too_early(house, app):
    approved(house, DRIVE)
    payroll = signed_in(app, Role.FINANCE)
    written = {"valid_from": "1.11.2026", "decision_number": "§ 12", "kilometre_cents": "0,60"}

    refused = payroll.post("/rates/travel", data=written)
    stored = payroll.post("/rates/travel", data=written | {"valid_from": "4.11.2026"})

    assert (refused.status_code, stored.status_code) == (409, 303)
    assert 'value="0,60"' in refused.text
    assert "0,60\xa0€ / km" in payroll.get("/rates/travel").text


def written_for_travel(payroll):
    """What the form of a new decision holds before anything is typed."""
    form = payroll.get("/rates/travel").text.partition('action="/rates/travel"')[2]
    boxes = re.findall(r'<input type="checkbox"[^>]* name="(\w+)"[^>]* checked', form)
    texts = re.findall(r'<input type="text"[^>]* name="(\w+)"[^>]* value="([^"]*)"', form)
    return dict(texts) | dict.fromkeys(boxes, "true")


def test_a_new_decision_on_travel_goes_on_with_what_is_not_changed(house, app):
    paid = {"pays_meals": True, "full_cents": 4000, "meal_cents": 1050, "own_word_cents": 1000}
    decided(**paid)
    payroll = signed_in(app, Role.FINANCE)
    form = written_for_travel(payroll)

    changed = {"valid_from": "1.1.2027", "decision_number": "§ 9", "kilometre_cents": "0,50"}
    assert payroll.post("/rates/travel", data=form | changed).status_code == 303

    [waiting] = travel_terms.waiting()
    assert waiting.pays_per_diems
    assert {name: getattr(waiting, name) for name in paid} == paid
    assert (waiting.kilometre_cents, waiting.partial_cents) == (50, None)
    assert form["valid_from"] == form["decision_number"] == ""
    assert written_for_travel(payroll)["kilometre_cents"] == "0,50"  # as what waits


def test_what_is_taken_out_of_a_new_decision_on_travel_ends_and_the_first_one_begins_empty(app):
    payroll = signed_in(app, Role.FINANCE)
    assert not any(written_for_travel(payroll).values())
    decided(own_word_cents=1000)

    form = written_for_travel(payroll) | {"valid_from": "1.1.2027", "decision_number": "§ 9"}
    del form["pays_per_diems"]
    payroll.post("/rates/travel", data=form | {"own_word_cents": ""})

    [waiting] = travel_terms.waiting()
    assert (waiting.pays_per_diems, waiting.own_word_cents) == (False, None)


def test_a_new_row_of_a_paid_day_is_paid_though_finance_holds_another_day_of_the_claim(
    house, finance
):
    decision = decided()
    [claim] = approved(house, OVERNIGHT)
    hold(by=finance, ref=Ref(claim.entry_kind, claim.id), reason=HeldReason.BY_FINANCE)
    issued, found = lines(finance)
    hand_over(by=finance, run_id=issued.run_id)
    mark_paid(by=finance, run_id=issued.run_id, paid_on=today())
    higher = dict.fromkeys(SUMS) | {"full_cents": 6000, "partial_cents": 3000}
    wish = ask_travel(by=finance, decision_id=decision.id, sums=higher, reason="§ 12: 60 €.")

    correct_price(by=build.an_actor(Role.FINANCE), correction_id=wish.id, pay_on=today())

    *_, document = statements.all_issued()
    states = {(part.day, part.state) for part in expense_entries.parts_of(claim.id)}
    assert [line[0] for line in found] == ["partial_per_diem"]
    assert document.total_cents == 500
    assert states == {(DAY, "held"), (DAY + timedelta(days=1), "approved")}
    assert invariants.first_broken() is None
