"""The hour form: three taps for the expert, and what is written down for her."""

import re
from datetime import timedelta

import pytest
from flask import g

from app.access import Role
from app.database import transaction
from app.gateways.identity import stored_password
from app.storage import assignments, experts, requests, tables, users
from app.storage.entries import EntryKind
from app.storage.links import LinkKind
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours
from tests import build
from tests.app.hour_story import ACTIVITY, ENDS, STARTS, a_house, refs
from tests.app.page_story import a_link, browser_of, filled, states, there
from tests.sign_in import PASSWORD, sign_in


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


def test_three_taps_open_look_send(browser, house, link):
    form = filled(browser.get(link).text)

    answer = browser.post(link, data=form)
    page = browser.get(link)

    assert answer.status_code == 303
    assert states(house) == ["reported", "reported"]
    assert "Odottaa yksikön vahvistusta" in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"


def test_nothing_that_is_asked_for_was_called_optional(browser, house, link):
    form = filled(browser.get(link).text)
    drive = {f"drives-0-{name}": "" for name in ("kilometres", "route", "purpose")}
    cost = {"costs-0-kind": "other", "costs-0-euros": "5"}

    page = browser.post(link, data=form | drive | cost | {"drives-0-claimed": "true"}).text

    asked = re.findall(r'id="(\w+-0-\w+)-error"', page)
    assert set(asked) == {*drive, "costs-0-explanation"}
    labels = {name: _label(page, name) for name in (*asked, "drives-0-passengers")}
    assert [name for name, words in labels.items() if "jos haluat" in words] == [
        "drives-0-passengers"
    ]


def _label(page: str, name: str) -> str:
    return page.partition(f'<label for="{name}">')[2].partition("</label>")[0]


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


@pytest.fixture
def far_away(house):
    """The person lives in Helsinki, and the work is in Espoo."""
    with transaction():
        experts.get(house.expert.id, lock=True).municipality_code = "091"
        request = requests.get(house.assignment.request_id, lock=True)
        request.is_remote, request.municipality_code = False, "049"


def drives(house):
    return [each for each in there(house) if each.entry_kind is EntryKind.EXPENSES]


def test_the_distance_is_proposed_and_counts_when_the_drive_is_ticked(
    browser, house, link, far_away
):
    form = filled(browser.get(link).text)
    proposed = form["drives-0-kilometres"]
    route = {"drives-0-claimed": "true", "drives-0-route": "Helsinki–Espoo–Helsinki"}

    browser.post(link, data=form)
    untouched = drives(house)
    browser.post(link, data=filled(browser.get(link).text) | route)

    assert proposed == form["drives-0-proposed"]
    assert untouched == []
    [drive] = drives(house)
    assert f"{drive.kilometre_tenths / 10:.1f}".replace(".", ",") == proposed


@pytest.mark.parametrize("typed", [{"drives-0-claimed": "true"}, {"drives-0-kilometres": "99"}])
def test_a_drive_that_was_begun_asks_for_its_route(browser, house, link, far_away, typed):
    answer = browser.post(link, data=filled(browser.get(link).text) | typed)

    assert answer.status_code == 422
    assert 'href="#drives-0-route"' in answer.text


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
        ({"hours-1-day": "29.3.2026", "hours-1-starts": "3.30"}, "hours-1-starts", "kelloja"),
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


def test_a_wrong_token_is_no_page(browser, house):
    for address in ("/unit/abc/hours", "/request/abc/hours", "/assignment/abc/hours"):
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code == 404


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
