"""A large sum is approved by another person too, before a payroll run may take it."""

from dataclasses import replace
from datetime import date

import pytest

from app import checks
from app.access import Role
from app.database import transaction
from app.readings import payroll_period, second_approvals, settle_together
from app.readings.settle_together import Settled
from app.storage import changes, entry_lists, invariants, statements
from app.storage.changes import Subject
from app.storage.entries import NotApprovedTwice, OneApprovalIsEnough
from app.use_cases import confirm_prices
from app.use_cases.approve_hours import approve_hours
from app.use_cases.approve_second import approve_second
from app.use_cases.hold_hours import hold, release
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from app.use_cases.set_prices import Price, add_fee_table
from app.use_cases.take_back_approval import take_back
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.statements import held
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from scheduling.refusals import NotTheApprover, OwnEntry, SecondPersonNeeded, WrongStep
from tests import build, build_money
from tests.app.hour_story import ACTIVITY, a_house, an_approver, as_actor, refs
from tests.app.page_story import browser_of
from tests.sign_in import signed_in

LARGE = 200_001
PROJECT = {"code": "project", "work": Work.ACTIVITY, "unit": PriceUnit.LUMP, "cents": LARGE}


@pytest.fixture
def house(app):
    build.a_fee_table(PROJECT)
    build.a_pay_day("2026-11-30", "2026-11-24")
    build.a_pay_day("2026-12-15", "2026-11-24")
    return a_house()


@pytest.fixture
def finance(house):
    return build.an_actor(Role.FINANCE)


def approved(house):
    return approve_hours(by=house.approver, refs=refs(house.checked(ACTIVITY))).done


def seconded(by, entries):
    bulk = approve_second(by=by, refs=refs(entries))
    if bulk.refused:
        raise bulk.refused[0][1]
    return bulk.done


def test_another_person_approves_a_large_sum(house, finance):
    [entry] = seconded(finance, approved(house))

    assert entry.second_approved_by == finance.user_id
    assert entry.state == EntryState.APPROVED
    assert "second_approved" in [step.became for step in changes.of(Subject.HOUR_ENTRY, entry.id)]
    assert invariants.first_broken() is None


def test_a_second_click_changes_nothing(house, finance):
    entries = seconded(finance, approved(house))
    version = entries[0].version

    assert [entry.version for entry in seconded(finance, entries)] == [version]


def test_the_deputy_may_be_the_second(house):
    entries = approved(house)
    deputy = build.a_user(Role.APPROVER)
    an_approver(house.centre, deputy, is_deputy=True)

    [entry] = seconded(as_actor(deputy, Role.APPROVER), entries)

    assert entry.second_approved_by == deputy.id


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("first", SecondPersonNeeded), ("stranger", NotTheApprover), ("herself", OwnEntry)],
)
def test_it_is_neither_the_first_nor_a_stranger_nor_herself(house, finance, who, refusal):
    entries = approved(house)
    actors = {
        "first": lambda: house.approver,
        "stranger": lambda: build.an_actor(Role.APPROVER),
        "herself": lambda: replace(finance, person_id=house.expert.person_id),
    }

    with pytest.raises(refusal):
        seconded(actors[who](), entries)


def test_nothing_is_approved_twice_before_once(house, finance):
    with pytest.raises(WrongStep):
        seconded(finance, house.checked(ACTIVITY))


def test_a_run_holds_it_until_then_and_the_rest_go(house, finance):
    [entry] = approved(house)

    first = run_statements(by=finance, month="2026-11")
    why = entry_lists.get(entry.entry_kind, entry.id).held_because
    seconded(finance, [entry_lists.get(entry.entry_kind, entry.id)])
    second = run_statements(by=finance, month="2026-12")

    assert (first.held, why) == (1, HeldReason.SECOND_APPROVAL)
    assert second.total_cents == LARGE
    assert invariants.first_broken() is None


def test_exactly_the_sum_needs_no_second(house, finance):
    build.a_fee_table({**PROJECT, "cents": LARGE - 1}, valid_from="2026-01-02")
    entries = approved(house)

    with pytest.raises(OneApprovalIsEnough):
        seconded(finance, entries)
    assert run_statements(by=finance, month="2026-11").total_cents == 200_000


def test_the_database_takes_no_line_that_a_forgetful_rule_lets_through(house, finance, monkeypatch):
    approved(house)
    monkeypatch.setattr(held, "SECOND_APPROVAL_ABOVE_CENTS", 10 * LARGE)

    with pytest.raises(NotApprovedTwice):
        run_single(by=finance, expert_id=house.expert.id)
    assert statements.all_issued() == []


DAY = {"code": "day", "work": Work.ACTIVITY, "unit": PriceUnit.DAY, "cents": 220_000}
OF_THE_DAY = {"terms": {"half_day_minutes": 240}}


@pytest.fixture
def pieces(app):
    """Two halves of one day of 2,200 euros, each approved by one person, and an hour elsewhere."""
    build.a_fee_table(DAY | OF_THE_DAY)
    build.a_pay_day("2026-11-30", "2026-11-15")
    build.a_pay_day("2026-12-15", "2026-11-24")
    expert = build.an_expert()
    half = build_money.one_piece(110_000, code="half_day", rate="day", rate_cents=220_000)
    build_money.approved_kilometres(expert)
    return [build_money.approved_hours(expert, minutes=150, **half) for _ in range(2)]


def stored(entry):
    return entry_lists.get(entry.entry_kind, entry.id)


def test_a_day_that_grows_above_the_sum_in_the_run_waits_whole_for_a_second(pieces):
    finance = build.an_actor(Role.FINANCE)
    coming = payroll_period.look_ahead(date(2026, 11, 15), payroll_period.prices())

    first = run_statements(by=finance, month="2026-11")
    why = [stored(piece).held_because for piece in pieces]
    invariants_first = invariants.first_broken()
    [large] = second_approvals.rows(finance)
    waited = large.waits
    seconded(finance, [large.entry])
    second = run_statements(by=finance, month="2026-12")

    assert len(coming.held) == first.held == 2
    assert coming.total_cents == first.total_cents < 110_000
    assert why == [HeldReason.SECOND_APPROVAL] * 2
    assert (large.entry.id, large.cents, waited) == (pieces[0].id, 220_000, True)
    assert second.total_cents == 220_000
    assert stored(pieces[0]).second_approved_cents == 220_000
    assert invariants_first is None is invariants.first_broken()
    assert checks.settled.find_wrong() is None
    assert not any(checks.statements.violations())


def test_a_day_above_the_sum_is_not_split_over_two_runs_to_go_without_a_second(pieces):
    finance = build.an_actor(Role.FINANCE)
    [begun, rest] = pieces
    hold(by=finance, ref=refs([rest])[0], reason=HeldReason.BY_FINANCE)
    first = run_statements(by=finance, month="2026-11")
    release(by=finance, ref=refs([stored(rest)])[0])

    second = run_statements(by=finance, month="2026-12")
    why = stored(rest).held_because
    [large] = second_approvals.rows(finance)
    seconded(finance, [large.entry])
    paid = run_single(by=finance, expert_id=rest.expert_id)

    assert (first.held, second.held, why) == (1, 1, HeldReason.SECOND_APPROVAL)
    assert (large.entry.id, large.cents) == (rest.id, 220_000)
    assert (paid.total_cents, stored(begun).second_approved_by) == (110_000, None)
    assert invariants.first_broken() is None is checks.settled.find_wrong()


def test_such_a_day_is_approved_by_two_before_a_run_has_seen_it(app, pieces):
    finance = build.an_actor(Role.FINANCE)

    page = signed_in(app, Role.FINANCE).get("/second-approvals/").text
    seconded(finance, pieces[:1])
    run = run_statements(by=finance, month="2026-11")

    assert "Saman päivän muun työn kanssa summa on 2 200,00" in page.replace("\xa0", " ")
    assert run.held == 0
    with pytest.raises(OneApprovalIsEnough):
        seconded(finance, pieces[1:])


def test_the_database_takes_no_day_that_grew_above_the_sum(pieces, monkeypatch):
    def blind(rows, tables):
        return Settled(settle_together.settled_prices(rows, tables))

    monkeypatch.setattr(settle_together, "settled_or_held", blind)

    with pytest.raises(NotApprovedTwice):
        run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")


def test_a_second_approval_of_a_smaller_sum_is_asked_anew(house, finance):
    entries = seconded(finance, approved(house))
    dearer = add_fee_table(
        by=finance,
        valid_from=date(2026, 1, 3),
        decision_number="§ 8/2026",
        rates=[Price(work=Work.ACTIVITY, unit=PriceUnit.LUMP, cents=2 * LARGE, pay_code="3010")],
    )
    confirm_prices.confirm_table(by=build.an_actor(Role.FINANCE), table_id=dearer.id)

    first = run_statements(by=finance, month="2026-11")
    why = stored(entries[0]).held_because
    [large] = second_approvals.rows(finance)
    waited = large.waits
    seconded(finance, [stored(entries[0])])
    second = run_statements(by=finance, month="2026-12")

    assert (first.held, why, waited) == (1, HeldReason.SECOND_APPROVAL, True)
    assert second.total_cents == 2 * LARGE
    assert invariants.first_broken() is None


def test_a_second_approval_of_the_same_sum_is_not_given_twice_in_the_database(house, finance):
    [entry] = seconded(finance, approved(house))
    other = build.a_user(Role.FINANCE)

    with pytest.raises(SecondPersonNeeded), transaction():
        entry.second_approved_by = other.id


def test_the_database_knows_the_first_from_the_second(house):
    [entry] = approved(house)
    with pytest.raises(SecondPersonNeeded):
        _approve_alone(entry)


def test_an_approval_taken_back_takes_the_second_with_it(house, finance):
    entries = seconded(finance, approved(house))

    [entry] = take_back(by=house.approver, refs=refs(entries), reason="Väärä rivi.")

    assert (entry.state, entry.second_approved_by) == (EntryState.CHECKED, None)
    assert entry.second_approved_at is None


def test_the_pages_tell_who_has_and_who_may(app, house):
    approved(house)
    mine = browser_of(app, house.approver_user)
    finance = signed_in(app, Role.FINANCE)

    assert "/second-approvals/" in mine.get("/hours/home").text
    assert "/second-approvals/" in finance.get("/statements/home").text
    hers = mine.get("/second-approvals/").text
    assert "Hyväksyit tämän ensin itse" in hers
    assert "Hyväksy toisena henkilönä" not in hers
    theirs = finance.get("/second-approvals/").text
    assert house.approver_user.name in theirs
    assert "Hyväksy toisena henkilönä" in theirs


def test_finance_approves_by_the_page(app, house):
    [entry] = approved(house)
    finance = signed_in(app, Role.FINANCE)

    answer = finance.post("/second-approvals/approve", data={"chosen": entry.ref})

    assert answer.status_code == 303
    assert "Kahden hyväksymät" in finance.get("/second-approvals/").text


def test_by_the_api_it_is_a_step_like_the_others(app, house):
    [entry] = approved(house)
    one = f"/api/v1/hour-entries/{entry.id}"
    mine, finance = browser_of(app, house.approver_user), signed_in(app, Role.FINANCE)

    before = finance.get(one).json
    seen, key = {"version": entry.version}, {"Idempotency-Key": "second-approval-1"}
    refused = mine.post(f"{one}/second", json=seen, headers=key)
    done = finance.post(f"{one}/second", json=seen, headers=key)

    assert (before["waits_for_second_approval"], before["second_approved_at"]) == (True, None)
    assert (refused.status_code, refused.json["code"]) == (409, "second_person_needed")
    assert done.status_code == 200
    assert done.json["waits_for_second_approval"] is False


def _approve_alone(entry):
    """As no use case does."""
    with transaction():
        alone = entry_lists.get(entry.entry_kind, entry.id, lock=True)
        alone.second_approved_at = alone.approved_at
        alone.second_approved_by = alone.approved_by
        alone.second_approved_cents = alone.price_cents
