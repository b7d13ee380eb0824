"""Pages of hours: three taps for the expert, yes or no for the unit, lists for the others."""

import re
from datetime import timedelta

import pytest
from flask import g

from app.access import Role
from app.database import acting_in, transaction
from app.gateways import public_links
from app.gateways.identity import stored_password
from app.storage import assignments, entry_lists, tables, users
from app.storage.entries import EntryKind
from app.storage.links import LinkKind
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours
from app.use_cases.hold_hours import hold
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from tests import build, build_money
from tests.app.hour_story import ACTIVITY, DRIVE, ENDS, READING, STARTS, TICKET, a_house, refs
from tests.app.test_confirm_and_check_hours import report_became_old
from tests.sign_in import PASSWORD, sign_in, signed_in


def a_link(kind, subject_id):
    with transaction():
        return "/" + public_links.url_to(kind, subject_id).split("/", 3)[3] + "/hours"


def filled(page):
    """What the form of a page would send as it stands."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag and 'type="checkbox"' not in tag:
            fields[name[1]] = value[1] if value else ""
    return fields | {"send": "now"}


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


@pytest.fixture
def link(house):
    return a_link(LinkKind.ASSIGNMENT, house.assignment.id)


@pytest.fixture
def browser(app):
    return app.test_client()


def there(house):
    return entry_lists.of_assignment(house.assignment.id)


def states(house):
    return [entry.state for entry in there(house)]


def chosen(house):
    return {"chosen": " ".join(entry.ref for entry in there(house))}


def browser_of(app, user):
    with transaction():
        users.get(user.id).password = stored_password(PASSWORD)
    return sign_in(app, user)


def test_three_taps_open_look_send(browser, house, link):
    form = filled(browser.get(link).text)

    answer = browser.post(link, data=form)
    page = browser.get(link)

    assert answer.status_code == 303
    assert states(house) == ["reported", "reported"]
    assert "Odottaa yksikön vahvistusta" in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_double_click_sends_once(browser, house, link):
    form = filled(browser.get(link).text)

    answers = [browser.post(link, data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(there(house)) == 2


def test_a_stale_tab_is_told_and_keeps_what_was_typed(browser, house, link):
    form = filled(browser.get(link).text)
    browser.post(link, data=form)

    answer = browser.post(link, data=form | {"hours-0-minutes": "2:15"})

    assert answer.status_code == 409
    assert "2:15" in answer.text
    assert len(there(house)) == 2


def test_the_clock_times_of_the_drive_are_proposed_and_tell_of_no_drive_alone(browser, house, link):
    with transaction():
        assignments.get(house.assignment.id, lock=True).minutes_before = 45
    form = filled(browser.get(link).text)

    browser.post(link, data=form)
    without = [entry.entry_kind for entry in there(house)]
    driven = {"drives-0-kilometres": "12,5", "drives-0-route": "Kempele–Oulu–Kempele"}
    browser.post(link, data=filled(browser.get(link).text) | driven)

    assert (form["drives-0-leaves"], form["drives-0-returns"]) == ("9.15", "12.45")
    assert EntryKind.EXPENSES not in without
    drive = next(entry for entry in there(house) if entry.entry_kind is EntryKind.EXPENSES)
    assert (drive.leaves_at, drive.returns_at) == (
        STARTS - timedelta(minutes=45),
        ENDS + timedelta(minutes=45),
    )


def test_kilometres_and_euros_are_read_as_people_write_them(browser, house, link):
    form = filled(browser.get(link).text)
    drive = {"drives-0-kilometres": "12,5", "drives-0-route": "Kempele–Oulu–Kempele"}
    ticket = {"costs-0-kind": "ticket", "costs-0-euros": "1 234,50"}

    answer = browser.post(link, data=form | drive | ticket)

    assert answer.status_code == 303, answer.text
    costs = {(one.kilometre_tenths, one.claimed_cents) for one in there(house)[2:]}
    assert costs == {(125, 0), (None, 123450)}


@pytest.mark.parametrize(
    ("typed", "field", "reason"),
    [
        ({"hours-0-day": "31.4.2026"}, "hours-0-day", "kalenterissa"),
        (
            {"hours-1-day": "29.3.2026", "hours-1-starts": "3.30"},
            "hours-1-starts",
            "kelloja",
        ),
        ({"hours-1-ends": "9.00"}, "hours-1-ends", "ennen alkamisaikaa"),
        ({"hours-1-breaks": "2:00"}, "hours-1-breaks", "Tauot"),
        ({"hours-0-minutes": "3"}, "hours-0-minutes", "tunteja vai minuutteja"),
        ({"hours-0-minutes": "paljon"}, "hours-0-minutes", "1:30"),
        ({"hours-0-note": "x" * 501}, "hours-0-note", "liian pitkä"),
        ({"hours-0-note": "010190-900Y"}, "hours-0-note", "henkilötunnus"),
        ({"drives-0-kilometres": "12,55"}, "drives-0-kilometres", "desimaali"),
        ({"drives-0-route": "Oulu"}, "drives-0-kilometres", ""),
        ({"costs-0-kind": "ticket", "costs-0-euros": "1.234,50"}, "costs-0-euros", "kahdella"),
        ({"costs-0-kind": "other", "costs-0-euros": "12"}, "costs-0-explanation", ""),
        ({"costs-0-kind": "yacht", "costs-0-euros": "12"}, "costs-0-kind", ""),
    ],
)
def test_wrong_input_says_why_and_stays(browser, house, link, typed, field, reason):
    form = filled(browser.get(link).text)

    answer = browser.post(link, data=form | typed)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert reason.lower() in answer.text.lower()
    for value in typed.values():
        if value not in ("010190-900Y", "yacht"):  # a secret, and no choice of the list
            assert value in answer.text
    assert there(house) == []


def test_what_a_rule_refuses_is_said_at_its_row(browser, house, link):
    form = filled(browser.get(link).text)

    answer = browser.post(link, data=form | {"hours-0-day": "1.1.2026"})

    assert answer.status_code == 409
    assert "ennen toimeksiannon sopimista" in answer.text
    assert there(house) == []


def test_an_empty_form_is_not_sent(browser, house, link):
    form = filled(browser.get(link).text)
    blank = {name: "" for name in form if name.endswith(("starts", "ends", "minutes"))}

    assert browser.post(link, data=form | blank).status_code == 422


def test_a_draft_waits_and_is_sent_later(browser, house, link):
    browser.post(link, data=filled(browser.get(link).text) | {"send": "later"})
    assert states(house) == ["draft", "draft"]

    browser.post(link, data=filled(browser.get(link).text))

    assert states(house) == ["reported", "reported"]


def test_an_expert_signed_in_sees_only_her_own(app, house):
    user = build.a_user(Role.EXPERT, password=stored_password(PASSWORD))
    with transaction():
        tables.get(type(house.expert), house.expert.id).person_id = user.person_id
    other = a_house()
    hers = sign_in(app, user)

    assert hers.get(f"/hours/{house.assignment.id}").status_code == 200
    for call in (hers.get, hers.post):
        assert call(f"/hours/{other.assignment.id}").status_code == 404
        assert call(f"/hours/{other.assignment.id + 10_000}").status_code == 404


def test_the_coordinator_writes_what_was_told_by_phone(app, house):
    hers = browser_of(app, users.get(house.coordinator.user_id))
    address = f"/hours/{house.assignment.id}"
    form = filled(hers.get(address).text)

    assert hers.post(address, data=form).status_code == 422  # how was it told?
    assert hers.post(address, data=form | {"how": "phone"}).status_code == 303
    assert {entry.on_behalf_how for entry in there(house)} == {"phone"}


def test_the_hour_form_is_printed(app, house):
    hers = browser_of(app, users.get(house.coordinator.user_id))

    answer = hers.get(f"/hours/{house.assignment.id}/form.pdf")

    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


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
    assert "Mikään ei odota sinua" in browser.get(address).text


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


def test_a_wrong_token_is_no_page(browser, house):
    for address in ("/unit/abc/hours", "/request/abc/hours", "/assignment/abc/hours"):
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code == 404


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
    hold(by=house.coordinator, ref=refs(entries)[0], reason=HeldReason.NO_PAY_CODE)
    finance = signed_in(app, Role.FINANCE)

    assert house.expert.name in finance.get("/hours/held").text
    assert finance.post("/hours/release", data=chosen(house)).status_code == 303
    assert states(house) == ["approved"]


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


def test_the_expert_sees_at_home_what_is_untold_and_when_money_comes(app, house):
    user = build.a_user(Role.EXPERT, password=stored_password(PASSWORD))
    with transaction():
        tables.get(type(house.expert), house.expert.id).person_id = user.person_id
    build.a_pay_day("2099-12-15", "2099-12-01")
    hers = sign_in(app, user)
    assert "Ilmoita tunnit" in hers.get("/assignments/home").text

    g.actor = None
    house.reported(ACTIVITY)
    assert "Odottaa yksikön vahvistusta" in hers.get("/assignments/home").text

    g.actor = None
    confirm_hours(by=house.unit, refs=refs(there(house)))
    check_hours(by=house.coordinator, refs=refs(there(house)))
    approve_hours(by=house.approver, refs=refs(there(house)))
    for address in ("/assignments/home", f"/assignments/{house.assignment.id}"):
        assert "Hyväksytty: maksetaan 15.12.2099" in hers.get(address).text


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


def test_a_unit_that_says_not_so_without_a_reason_confirms_nothing(browser, house):
    [entry] = house.reported(ACTIVITY)
    address = a_link(LinkKind.UNIT, house.assignment.request.unit_id)

    answer = browser.post(address, data={"chosen": entry.ref, "reason": "  "})

    assert answer.status_code == 422
    assert states(house) == ["reported"]
    assert "<details open>" in answer.text
