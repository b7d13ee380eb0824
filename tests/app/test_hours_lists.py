"""Lists of hours: for the unit, whoever checks, approves and pays."""

import re

import pytest

from app.access import Role
from app.database import acting_in
from app.storage import users
from app.storage.links import LinkKind
from app.use_cases.approve_hours import approve_hours
from app.use_cases.hold_hours import hold
from app.use_cases.return_hours import return_hours
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from tests import build, build_money
from tests.app.hour_story import ACTIVITY, DRIVE, READING, TICKET, a_house, refs
from tests.app.page_story import a_link, browser_of, chosen, states
from tests.app.test_confirm_and_check_hours import report_became_old
from tests.sign_in import signed_in


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


@pytest.fixture
def browser(app):
    return app.test_client()


@pytest.mark.parametrize("kind", [LinkKind.UNIT, LinkKind.REQUEST])
def test_the_unit_says_it_was_so(browser, house, kind):
    house.reported(ACTIVITY, DRIVE)
    request = house.assignment.request
    address = a_link(kind, request.id if kind is LinkKind.REQUEST else request.unit_id)
    page = browser.get(address).text
    assert house.expert.name in page
    assert "€" not in page

    answer = browser.post(address, data=chosen(house))

    assert answer.status_code == 303
    assert set(states(house)) == {"confirmed"}
    after = browser.get(address).text
    assert "Vahvistettavia tunteja ei ole" in after
    assert "Palkkio odottaa vastaustasi" not in after
    assert f'href="{address.removesuffix("/hours")}"' in after.split("<main")[1]


@pytest.mark.parametrize("page", ["/hours", "/no-such-page", "/hours/no-such-page"])
def test_every_way_back_of_a_unit_leads_to_what_its_link_opens(app, house, page):
    link = a_link(LinkKind.UNIT, house.assignment.request.unit_id).removesuffix("/hours")

    shown = app.test_client().get(link + page).text

    assert f'class="brand" href="{link}"' in shown
    assert 'href="/"' not in shown


def test_what_a_unit_confirms_too_late_leads_back_to_its_page(browser, house):
    entries = house.reported(ACTIVITY)
    address = a_link(LinkKind.UNIT, house.assignment.request.unit_id)
    seen = chosen(house)
    return_hours(by=house.unit, refs=refs(entries), reason="Kesto oli tunti")

    late = browser.post(address, data=seen)

    assert late.status_code == 409
    assert f'href="{address.removesuffix("/hours")}">Etusivulle' in late.text


def test_a_link_that_opens_nothing_leads_to_no_sign_in(browser, app):
    shown = browser.get("/unit/nosuchlink")

    assert shown.status_code == 404
    assert 'href="/"' not in shown.text


def test_whoever_is_signed_in_keeps_her_first_page_by_a_link_too(app, house):
    link = a_link(LinkKind.UNIT, house.assignment.request.unit_id)
    hers = browser_of(app, users.get(house.coordinator.user_id))

    assert 'class="brand" href="/"' in hers.get(link).text


def test_every_fold_and_act_says_whose_hours_it_is_about(app, house):
    house.reported(ACTIVITY)
    another = a_house()
    another.reported(ACTIVITY)
    hers = browser_of(app, users.get(house.coordinator.user_id))

    page = hers.get("/hours/to-check").text

    heard = [re.sub("<[^>]*>", "", words) for words in re.findall("<summary>(.*?)</summary>", page)]
    assert f"Sitä ei tehty {another.expert.name}" in heard
    assert "2 toimeksiantoa: Odottaa yksikköä" in heard
    assert len(heard) == len(set(heard))


def test_the_unit_says_it_was_not_so(browser, house):
    house.reported(ACTIVITY)
    address = a_link(LinkKind.REQUEST, house.assignment.request_id)

    browser.post(address, data=chosen(house) | {"reason": "Kesto oli tunti"})

    assert states(house) == ["returned"]
    expert = browser.get(a_link(LinkKind.ASSIGNMENT, house.assignment.id)).text
    assert "Kesto oli tunti" in expert


def test_a_silent_unit_is_listed_once_with_both_ways_on(app, house):
    house.reported(ACTIVITY)
    report_became_old(house, 7)
    hers = browser_of(app, users.get(house.coordinator.user_id))

    page = hers.get("/hours/to-check").text

    assert page.count('class="task-title"') == 1
    assert 'action="/hours/decide"' in page
    assert "Soita ensin yksikköön." in page
    assert 'action="/hours/confirm"' in page


def test_the_coordinator_checks_and_the_approver_approves(app, house):
    house.confirmed(ACTIVITY, READING, DRIVE)
    hers = browser_of(app, users.get(house.coordinator.user_id))

    assert house.expert.name in hers.get("/hours/to-check").text
    assert hers.post("/hours/check", data=chosen(house)).status_code == 303
    his = browser_of(app, house.approver_user)
    page = his.get("/hours/home").text
    assert "96,88" in page
    assert his.post("/hours/approve", data=chosen(house)).status_code == 303

    assert set(states(house)) == {"approved"}
    assert "Mikään ei odota" in his.get("/hours/home").text


def test_differences_are_said_and_not_ticked(app, house):
    house.checked(READING, TICKET)
    his = browser_of(app, house.approver_user)

    page = his.get("/hours/home").text

    assert "Kulut" in page
    assert " checked" not in page.split('name="chosen"')[1].split(">")[0]


def test_a_bulk_says_which_ones_wait(app, house):
    house.checked(ACTIVITY)
    stranger = signed_in(app, Role.APPROVER)

    answer = stranger.post("/hours/approve", data=chosen(house))

    assert answer.status_code == 409
    assert "kustannuspaikan hyväksyjä" in answer.text
    assert states(house) == ["checked"]


def test_the_approver_sends_back_with_a_reason(app, house):
    house.checked(ACTIVITY)
    his = browser_of(app, house.approver_user)

    assert his.post("/hours/return", data=chosen(house)).status_code == 422
    assert his.post("/hours/return", data=chosen(house) | {"reason": "Tarkista"}).status_code == 303
    assert states(house) == ["returned"]


@pytest.mark.parametrize(
    "words", ["", "hours", "hours-1", "hours-x-1", "yachts-1-1", "hours-1-1-1"]
)
def test_a_choice_that_is_no_choice_is_refused(app, house, words):
    hers = browser_of(app, users.get(house.coordinator.user_id))

    assert hers.post("/hours/check", data={"chosen": words}).status_code == 422


def test_finance_sees_what_is_held_and_releases_it(app, house):
    entries = house.checked(ACTIVITY)
    approve_hours(by=house.approver, refs=refs(entries))
    finance = signed_in(app, Role.FINANCE)
    assert finance.post("/hours/hold", data=chosen(house)).status_code == 303

    page = finance.get("/hours/held").text
    assert (house.expert.name in page, "/hours/release" in page) == (True, True)
    assert finance.post("/hours/release", data=chosen(house)).status_code == 303
    assert states(house) == ["approved"]


def test_what_a_run_holds_is_mended_not_released(app, house):
    """The next run would only hold it again."""
    entries = house.checked(ACTIVITY)
    approve_hours(by=house.approver, refs=refs(entries))
    hold(by=house.coordinator, ref=refs(entries)[0], reason=HeldReason.NO_PAY_CODE)

    page = signed_in(app, Role.FINANCE).get("/hours/held").text

    assert (house.expert.name in page, "/hours/release" in page) == (True, False)


def test_of_a_card_only_what_finance_keeps_back_is_released(app, house):
    entries = house.checked(ACTIVITY, READING)
    approve_hours(by=house.approver, refs=refs(entries))
    reasons = HeldReason.BY_FINANCE, HeldReason.NO_PAY_CODE
    for ref, reason in zip(refs(entries), reasons, strict=True):
        hold(by=house.coordinator, ref=ref, reason=reason)
    finance = signed_in(app, Role.FINANCE)

    page = finance.get("/hours/held").text
    [offered] = re.findall(r'name="chosen" value="([^"]*)"', page)
    finance.post("/hours/release", data={"chosen": offered})

    assert ("talous selvittää" in page, "palkkalaji puuttuu" in page) == (True, True)
    assert sorted(states(house)) == ["approved", "held"]


def test_what_is_held_is_shown_at_the_price_it_was_approved_at(app):
    build.a_fee_table({"code": "once", "work": "activity", "unit": "meeting", "cents": 15_000})
    house = a_house()
    [entry] = house.checked(ACTIVITY)
    approve_hours(by=house.approver, refs=refs([entry]))
    hold(by=house.coordinator, ref=refs([entry])[0], reason=HeldReason.NO_PAY_CODE)

    assert "150,00" in signed_in(app, Role.FINANCE).get("/hours/held").text


def test_held_work_that_was_never_sent_is_shown_too(app):
    build.a_fee_table()
    build_money.approved_hours(build.an_expert(), state=EntryState.HELD, held_because="no_pay_code")

    assert signed_in(app, Role.FINANCE).get("/hours/held").status_code == 200


@pytest.mark.parametrize("role", [Role.EXPERT, Role.FINANCE, Role.ADMIN])
def test_lists_are_for_those_who_check_and_approve(app, house, role):
    other = signed_in(app, role)

    assert other.get("/hours/to-check").status_code == 403
    assert other.get("/hours/home").status_code == 403
    assert other.post("/hours/approve", data=chosen(house)).status_code == 403


def test_another_organisations_hours_do_not_exist(app, house):

    with acting_in(build.an_organisation().id):
        stranger = signed_in(app, Role.COORDINATOR)

    assert stranger.get(f"/hours/{house.assignment.id}").status_code == 404


def test_returning_without_a_reason_keeps_what_was_chosen(app, house):
    first = house.confirmed(ACTIVITY)[0].ref
    coordinator = browser_of(app, users.get(house.coordinator.user_id))
    page = coordinator.get("/hours/to-check").text

    answer = coordinator.post("/hours/return", data={"chosen": first, "reason": " "})

    assert f'value="{first}"' in page
    assert answer.status_code == 422
    assert re.search(rf'value="{first}"\s+checked', answer.text)
    assert "<details open>" in answer.text
    none = coordinator.post("/hours/return", data={"reason": " "})
    assert none.status_code == 422
    assert not re.search(rf'value="{first}"\s+checked', none.text)


LISTS = {
    "/hours/check": "to check",
    "/hours/approve": "to approve",
    "/hours/take-back": "approved",
}
WHY = "Rivi oli väärä."


def a_list(app, house, which):
    """One matter in the list, and the browser of whoever works from it."""
    if which == "to check":
        house.confirmed(ACTIVITY)
        return browser_of(app, users.get(house.coordinator.user_id))
    entries = house.checked(ACTIVITY)
    if which == "approved":
        approve_hours(by=house.approver, refs=refs(entries))
    return browser_of(app, house.approver_user)


def dead_links(page):
    return [name for name in re.findall(r'href="#(\w+)"', page) if f'id="{name}"' not in page]


@pytest.mark.parametrize(("action", "which"), LISTS.items())
def test_a_button_pressed_with_nothing_ticked_says_so_in_the_list(app, house, action, which):
    theirs = a_list(app, house, which)
    before = states(house)

    answer = theirs.post(action, data={"reason": WHY})

    assert answer.status_code == 422
    assert "Valitse vähintään yksi toimeksianto." in answer.text
    assert 'href="#chosen"' in answer.text
    assert dead_links(answer.text) == []
    assert house.expert.name in answer.text
    assert states(house) == before


RETURNED_FROM = [
    ("/hours/return", "to check"),
    ("/hours/return", "to approve"),
    ("/hours/take-back", "approved"),
]


@pytest.mark.parametrize(("action", "which"), RETURNED_FROM)
def test_the_reason_stays_when_no_row_is_ticked(app, house, action, which):
    theirs = a_list(app, house, which)

    none = theirs.post(action, data={"reason": WHY}).text
    secret = theirs.post(action, data={"reason": "010190-900Y"}).text

    assert WHY in none
    assert dead_links(none) == []
    assert "010190-900Y" not in secret
    assert theirs.post(action, data=chosen(house) | {"reason": WHY}).status_code == 303


def test_a_unit_that_says_not_so_without_a_reason_confirms_nothing(browser, house):
    [entry] = house.reported(ACTIVITY)
    address = a_link(LinkKind.UNIT, house.assignment.request.unit_id)

    answer = browser.post(address, data={"chosen": entry.ref, "reason": "  "})

    assert answer.status_code == 422
    assert states(house) == ["reported"]
    assert "<details open>" in answer.text
