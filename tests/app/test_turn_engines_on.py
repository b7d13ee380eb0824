"""Turning an engine on: first what it means and what has to be in place, then somebody fresh."""

from app.access import Role
from app.readings import engine_needs
from app.storage import engines
from app.storage.engines import Engine
from tests import build, build_engines
from tests.sign_in import signed_in

TURN = {"engine": "withholding", "on": "true"}


def test_the_page_leads_to_what_it_means_before_anything_is_turned(app):
    browser = signed_in(app, Role.ADMIN)

    assert "/engines/turn-on?engine=withholding" in browser.get("/engines/").text
    page = browser.get("/engines/turn-on?engine=withholding&lang=en").text
    assert "What it means" in page
    assert "What has to be in place" in page
    assert engines.switched_on() == frozenset()
    assert browser.get("/engines/turn-on?engine=nothing").status_code == 404


def test_every_engine_says_what_it_needs(app):
    build.an_expert()
    for engine in Engine:
        page = signed_in(app, Role.FINANCE).get(f"/engines/turn-on?engine={engine}&lang=en")
        assert page.status_code == 200
        assert "Turning it on needs a fresh sign-in" in page.text

    needs = {each.code: each for each in engine_needs.needs_of(Engine.PAYMENT_FILE)}
    assert needs["withholding"].is_there is False
    assert (needs["accounts"].have, needs["accounts"].of) == (0, 1)


def test_what_is_in_place_is_told(app):
    one, other = build_engines.engines_on()
    build_engines.payable(one, other, build.an_expert())

    needs = {each.code: each for each in engine_needs.needs_of(Engine.PAYMENT_FILE)}

    assert needs["withholding"].is_there is True
    assert needs["two_of_finance"].is_there is True
    assert (needs["accounts"].have, needs["accounts"].of) == (1, 1)


def test_it_is_turned_on_by_somebody_who_has_signed_in_just_now(app):
    assert signed_in(app, Role.FINANCE).post("/engines/", data=TURN).status_code == 303

    assert Engine.WITHHOLDING in engines.switched_on()


def test_an_old_sign_in_turns_nothing_on(app):
    browser = signed_in(app, Role.FINANCE)
    with browser.session_transaction() as session:
        session["fs_paa"] = 0  # when the password was given last

    answer = browser.post("/engines/?lang=en", data=TURN)

    assert answer.status_code == 409
    assert "This needs a fresh sign-in." in answer.text
    assert engines.switched_on() == frozenset()
