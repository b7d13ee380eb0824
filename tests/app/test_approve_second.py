"""A large sum is approved by another person too, before a payroll run may take it."""

from dataclasses import replace

import pytest

from app.access import Role
from app.database import transaction
from app.storage import changes, entry_lists, invariants, statements
from app.storage.changes import Subject
from app.storage.entries import NotApprovedTwice, OneApprovalIsEnough
from app.use_cases.approve_hours import approve_hours
from app.use_cases.approve_second import approve_second
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from app.use_cases.take_back_approval import take_back
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.statements import held
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from scheduling.refusals import NotTheApprover, OwnEntry, SecondPersonNeeded, WrongStep
from tests import build
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
        stored = entry_lists.get(entry.entry_kind, entry.id, lock=True)
        stored.second_approved_at = stored.approved_at
        stored.second_approved_by = stored.approved_by
