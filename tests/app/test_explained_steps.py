"""Whoever handles a matter reads why the unit was spoken for and an approval taken back."""

from dataclasses import replace

import pytest

from app.access import Role
from app.database import db, transaction
from app.gateways.identity import stored_password
from app.readings.explained_steps import explained_steps
from app.storage import assignments, occasions, tables, users
from app.storage.links import LinkKind
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours, decide_for_silent_unit
from app.use_cases.entries_from_attendance import add_entry_from_attendance
from app.use_cases.hold_hours import hold
from app.use_cases.return_hours import return_hours
from app.use_cases.take_back_approval import take_back
from invoices.statements.held import HeldReason
from scheduling.kinds import Attendance, OnBehalf
from tests import build
from tests.app.hour_story import ACTIVITY, DRIVE, READING, a_house, refs
from tests.app.page_story import a_link, browser_of, states, there
from tests.app.test_confirm_and_check_hours import report_became_old
from tests.sign_in import PASSWORD, sign_in, signed_in

WHY = "Osasto oli suljettu, näin kuvat tilaisuudesta."
SICK = "Yhteyshenkilö on sairaalassa."
MISTAKE = "Hyväksyin väärän rivin."


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


def decided(house, *said, reason=WHY):
    house.reported(*said)
    report_became_old(house, 7)
    decide_for_silent_unit(by=house.coordinator, refs=refs(there(house)), reason=reason)


def checked(house):
    assert not check_hours(by=house.coordinator, refs=refs(there(house))).refused


def approved(house):
    assert not approve_hours(by=house.approver, refs=refs(there(house))).refused


def taken_back(house, reason=MISTAKE):
    take_back(by=house.approver, refs=refs(there(house)), reason=reason)


def coordinator_of(app, house):
    return browser_of(app, users.get(house.coordinator.user_id))


def pages_of_coordinator(house):
    return [f"/hours/{house.assignment.id}", f"/assignments/{house.assignment.id}"]


def test_why_a_silent_unit_was_spoken_for_is_read_by_whoever_checks_and_approves(app, house):
    decided(house, ACTIVITY, READING, DRIVE)
    said = f"Yksikköä ei tavoitettu. {house.coordinator.name} vahvisti sen puolesta: {WHY}"
    coordinator, approver = coordinator_of(app, house), browser_of(app, house.approver_user)

    seen = [
        coordinator.get(each).text for each in ("/hours/to-check", *pages_of_coordinator(house))
    ]
    checked(house)
    seen.append(approver.get("/hours/home").text)
    approved(house)
    seen.append(approver.get("/hours/approved").text)

    assert [page.count(said) for page in seen] == [1] * 5


def test_how_the_unit_told_it_and_who_wrote_it_down_is_read_too(app, house):
    entries = house.reported(ACTIVITY, READING)
    confirm_hours(by=house.coordinator, refs=refs(entries), how=OnBehalf.LETTER)
    said = f"Yksikkö vahvisti kirjeellä, kirjasi {house.coordinator.name}."
    assert said in coordinator_of(app, house).get("/hours/to-check").text

    checked(house)

    page = browser_of(app, house.approver_user).get("/hours/home").text
    assert page.count(said) == 1
    assert "ei tavoitettu" not in page


def test_why_an_approval_was_taken_back_stays_with_the_work(app, house):
    house.checked(ACTIVITY, READING)
    approved(house)
    taken_back(house)
    coordinator, approver = coordinator_of(app, house), browser_of(app, house.approver_user)

    waiting = approver.get("/hours/home").text
    approved(house)

    pages = [waiting, approver.get("/hours/approved").text]
    pages += [coordinator.get(each).text for each in pages_of_coordinator(house)]
    assert [page.count(f": {MISTAKE}") for page in pages] == [1] * 4
    assert house.approver_user.name + " perui hyväksynnän" in waiting


@pytest.fixture
def expert_user(house):
    user = build.a_user(Role.EXPERT, password=stored_password(PASSWORD))
    with transaction():
        tables.get(type(house.expert), house.expert.id).person_id = user.person_id
    return user


@pytest.fixture
def of_illness(house):
    """Both reasons tell of it; the work is on hold, and the unit is asked of some more."""
    decided(house, ACTIVITY, reason=SICK)
    checked(house)
    approved(house)
    taken_back(house, reason=SICK)
    approved(house)
    hold(by=build.an_actor(Role.FINANCE), ref=refs(there(house))[0], reason=HeldReason.NO_PAY_CODE)
    house.reported(READING)


def pages_by_link(house):
    request = house.assignment.request
    asked = a_link(LinkKind.UNIT, request.unit_id)
    return [
        asked,
        asked.removesuffix("/hours"),
        a_link(LinkKind.REQUEST, request.id),
        a_link(LinkKind.ASSIGNMENT, house.assignment.id),
    ]


def pages_of_others(app, expert_user, house):
    """By the path, as the people who do not handle the matter open them."""
    finance = ("/hours/held", "/second-approvals/", "/statements/home")
    who = [
        (app.test_client(), pages_by_link(house)),
        (sign_in(app, expert_user), pages_of_coordinator(house)),
        (signed_in(app, Role.FINANCE), finance),
        (signed_in(app, Role.APPROVER), ("/hours/home", "/hours/approved")),
    ]
    return {(n, path): one.get(path) for n, (one, paths) in enumerate(who) for path in paths}


@pytest.mark.usefixtures("of_illness")
def test_a_word_of_illness_reaches_nobody_who_does_not_handle_the_matter(app, house, expert_user):
    pages = pages_of_others(app, expert_user, house)

    assert {page.status_code for page in pages.values()} == {200}
    assert house.expert.name in pages[0, pages_by_link(house)[0]].text
    assert house.expert.name in pages[2, "/hours/held"].text
    assert [each for each, page in pages.items() if SICK in page.text] == []


@pytest.mark.usefixtures("of_illness")
def test_the_same_word_is_there_for_those_who_handle_the_matter(app, house):
    coordinator, approver = coordinator_of(app, house), browser_of(app, house.approver_user)

    pages = [coordinator.get(each).text for each in pages_of_coordinator(house)]
    pages.append(approver.get("/hours/approved").text)

    assert [page.count(SICK) for page in pages] == [2] * 3


def test_what_the_unit_says_itself_after_a_mending_is_the_answer(house):
    decided(house, ACTIVITY)
    before = explained_steps(there(house))
    return_hours(by=house.coordinator, refs=refs(there(house)), reason="Kesto?")
    returned = explained_steps(there(house))
    house.reported(replace(ACTIVITY, entry_id=there(house)[0].id))
    confirm_hours(by=house.unit, refs=refs(there(house)))

    assert [step.reason for step in before] == [WHY]
    assert returned == []
    assert states(house) == ["confirmed"]
    assert explained_steps(there(house)) == []


def test_the_list_of_a_group_is_no_silent_unit(app, house):
    with transaction():
        assignment = assignments.get(house.assignment.id, lock=True)
        assignment.attendance = Attendance.PRESENT
        occasion = occasions.get(assignment.occasion_id)
        add_entry_from_attendance(assignment, occasion, by=house.coordinator)

    assert states(house) == ["confirmed"]
    assert explained_steps(there(house)) == []


def test_the_steps_of_all_rows_are_asked_for_at_once(app, house):
    for each in (house, a_house(), a_house()):
        decided(each, ACTIVITY, DRIVE)
    coordinator = coordinator_of(app, house)
    asked = []
    listen = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    db.event.listen(db.engine, "before_cursor_execute", listen)

    page = coordinator.get("/hours/to-check").text

    db.event.remove(db.engine, "before_cursor_execute", listen)
    assert page.count(WHY) == 3
    assert len([each for each in asked if "FROM changes" in each]) == 1
