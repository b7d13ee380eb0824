"""An approval by mistake is taken back before the run, by the approver and with a reason."""

import pytest

from app.access import Role
from app.database import acting_in, transaction
from app.storage import changes, entry_lists, users
from app.storage.changes import Subject
from app.storage.entries import FinanceHoldsIt, Locked, NotTheApprover
from app.storage.invoices import AlreadyInvoiced
from app.storage.tables import Frozen
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.entry_steps import forget_approval
from app.use_cases.hold_hours import hold, release
from app.use_cases.note_invoices import note_received
from app.use_cases.run_statements import run_statements
from app.use_cases.take_back_approval import take_back
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from scheduling.refusals import ReasonNeeded, WrongStep
from tests import build, build_money
from tests.app.hour_story import ACTIVITY, READING, a_house, as_actor, refs
from tests.app.page_story import browser_of
from tests.sign_in import caller, signed_in

WHY = "Hyväksyin väärän rivin."


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


def approved(house, *said):
    return approve_hours(by=house.approver, refs=refs(house.checked(*said))).done


def taken_back(house, entries, by=None, reason=WHY):
    return take_back(by=by or house.approver, refs=refs(entries), reason=reason)


def test_it_waits_for_approval_again_and_comes_to_the_same_price(house):
    before = {entry.id: entry.price_cents for entry in approved(house, ACTIVITY, READING)}
    entries = taken_back(house, entry_lists.of_assignment(house.assignment.id))

    assert {entry.state for entry in entries} == {EntryState.CHECKED}
    assert {entry.price_cents for entry in entries} == {None}
    assert all(entry.checked_by and entry.confirmed_at for entry in entries)

    again = approve_hours(by=house.approver, refs=refs(entries)).done
    assert {entry.id: entry.price_cents for entry in again} == before


def test_the_reason_and_who_did_it_stay_in_the_history(house):
    [entry] = approved(house, ACTIVITY)
    taken_back(house, [entry])

    step = changes.of(Subject.HOUR_ENTRY, entry.id)[-1]
    assert (step.became, step.reason, step.user_id) == ("taken_back", WHY, house.approver.user_id)
    with pytest.raises(ReasonNeeded):
        taken_back(house, approve_hours(by=house.approver, refs=refs([entry])).done, reason=" ")


def test_what_is_held_for_its_price_is_taken_back_too(house):
    [entry] = approved(house, ACTIVITY)
    hold(by=build.an_actor(Role.FINANCE), ref=refs([entry])[0], reason=HeldReason.NOT_PRICED)

    [again] = taken_back(house, [entry])
    assert (again.state, again.held_because) == (EntryState.CHECKED, None)


def test_what_finance_clears_up_is_let_go_by_finance_first(app, house):
    """Approved anew it would be held no more, and nobody in finance would have let it go."""
    [entry], finance = approved(house, ACTIVITY), build.an_actor(Role.FINANCE)
    hold(by=finance, ref=refs([entry])[0], reason=HeldReason.BY_FINANCE)

    with pytest.raises(FinanceHoldsIt):
        taken_back(house, [entry])
    assert entry.ref not in browser_of(app, house.approver_user).get("/hours/approved").text

    release(by=finance, ref=refs([entry])[0])
    [again] = taken_back(house, [entry])
    assert again.state is EntryState.CHECKED


def test_only_the_approver_of_the_cost_centre_takes_it_back(house):
    entries = approved(house, ACTIVITY)

    with pytest.raises(NotTheApprover):
        taken_back(house, entries, by=build.an_actor(Role.APPROVER))


def test_what_is_not_approved_has_no_approval_to_take_back(house):
    with pytest.raises(WrongStep):
        taken_back(house, house.confirmed(ACTIVITY))


def test_an_approved_entry_is_not_checked_anew_by_the_coordinator(house):
    entries = approved(house, ACTIVITY)

    assert check_hours(by=house.coordinator, refs=refs(entries)).refused
    assert entries[0].state is EntryState.APPROVED


def test_what_has_been_on_a_statement_stays(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    entry = build_money.approved_hours(build.an_expert())
    approver = as_actor(users.get(entry.approved_by), Role.APPROVER)
    run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")

    with pytest.raises(Frozen):
        take_back(by=approver, refs=refs([entry]), reason=WHY)
    with pytest.raises(Locked):
        _by_hand(entry)


def _by_hand(entry):
    with transaction():
        forget_approval(entry)
        entry.state = EntryState.CHECKED


def test_what_an_invoice_pays_stays(app):
    build.a_fee_table()
    house = a_house(payee="ngo")
    entries = approved(house, ACTIVITY)
    note_received(
        by=build.an_actor(Role.FINANCE),
        assignment_id=house.assignment.id,
        number="1001",
        invoiced_on="2026-11-20",
        cents=8000,
        prepayment_checked_on="2026-11-20",
    )

    with pytest.raises(AlreadyInvoiced):
        taken_back(house, entries)


def test_on_pages_the_approver_chooses_and_says_why(app, house):
    entries = approved(house, ACTIVITY, READING)
    browser = browser_of(app, house.approver_user)

    assert 'href="/hours/approved"' in browser.get("/hours/home").text
    page = browser.get("/hours/approved").text
    chosen = {"chosen": " ".join(entry.ref for entry in entries)}
    assert chosen["chosen"] in page
    assert browser.post("/hours/take-back", data=chosen).status_code == 422
    assert browser.post("/hours/take-back", data=chosen | {"reason": WHY}).status_code == 303

    assert chosen["chosen"] not in browser.get("/hours/approved").text
    assert "Äijälä" in browser.get("/hours/home").text
    assert signed_in(app, Role.COORDINATOR).get("/hours/approved").status_code == 403


def call(client, entry, body, key="taken-back"):
    address = f"/api/v1/hour-entries/{entry.id}/take-back"
    return client.post(address, json=body, headers={"Idempotency-Key": key})


def test_a_program_of_the_approver_takes_it_back_once(app, house):
    [entry] = approved(house, ACTIVITY)
    program = caller(app, Role.APPROVER, user=house.approver_user)
    said = {"version": entry.version, "reason": WHY}

    answers = [call(program, entry, said) for _ in range(2)]

    assert [(one.status_code, one.json["state"]) for one in answers] == [(200, "checked")] * 2
    became = [step.became for step in changes.of(Subject.HOUR_ENTRY, entry.id)]
    assert became.count("taken_back") == 1


def test_a_program_needs_a_reason_and_the_version_that_was_looked_at(app, house):
    [entry] = approved(house, ACTIVITY)
    program = caller(app, Role.APPROVER, user=house.approver_user)

    assert call(program, entry, {"version": entry.version}).status_code == 422
    assert call(program, entry, {"version": 99, "reason": WHY}, "other").json["code"] == "stale"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FINANCE, Role.ADMIN])
def test_a_program_of_another_role_is_refused(app, house, role):
    [entry] = approved(house, ACTIVITY)

    answer = call(caller(app, role), entry, {"version": entry.version, "reason": WHY})

    assert answer.status_code == 403


def test_a_program_of_another_cost_centre_or_organisation_takes_nothing_back(app, house):
    [entry] = approved(house, ACTIVITY)
    with acting_in(build.an_organisation().id):
        abroad = caller(app, Role.APPROVER)
    said = {"version": entry.version, "reason": WHY}

    answers = [call(each, entry, said) for each in (caller(app, Role.APPROVER), abroad)]

    assert [one.json["code"] for one in answers] == ["not_the_approver", "missing"]
    assert entry_lists.get(entry.entry_kind, entry.id).state == EntryState.APPROVED
