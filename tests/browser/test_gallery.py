"""Every part of the look, on one page, in three languages, on a phone and on a screen."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from flask import Flask, flash, render_template
from jinja2 import ChoiceLoader, FileSystemLoader

from app import language
from app.web import expert_words, fonts
from scheduling import lifecycle

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]
ADDRESS = "http://gallery.test"
FILLED = {
    "name": "Åke",
    "fee": 1250,
    "held_on": date(2026, 3, 3),
    "starts_at": time(9, 5),
    "unit": 2,
    "way": "remote",
    "themes": ["grief"],
    "hours": "12,5x",
}
WRONG = {
    "name": ["Kirjoita nimi."],
    "hours": ["Kirjoita tunnit numeroina, esimerkiksi 3,5."],
    "held_on": ["Päivää ei ole. Huhtikuussa on 30 päivää."],
    "way": ["Valitse tapa."],
    "agreed": ["Tarvitsemme suostumuksesi."],
    "_schema": ["Alkaa ennen kuin loppuu."],
}
STATES = {
    "request": lifecycle.RequestState,
    "offer": lifecycle.OfferState,
    "assignment": lifecycle.AssignmentState,
    "entry": lifecycle.EntryState,
    "statement": lifecycle.StatementState,
}


@pytest.fixture(scope="module")
def gallery():
    app = Flask("gallery", static_folder=str(HOUSE / "app" / "static"))
    app.secret_key = "made up"
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader([FileSystemLoader(HOUSE / "templates"), FileSystemLoader(HERE)])
    app.jinja_env.globals["csrf_token"] = lambda: "made up"
    app.jinja_env.globals["expert_word"] = expert_words.expert_word
    language.init_app(app)
    app.register_blueprint(fonts.pages)
    app.add_url_rule("/", view_func=_every_part)
    return app.test_client()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_part_is_for_everyone(gallery, chromium, holds, code, width):
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.route("**/*", lambda route: _answer(route, gallery))

    page.goto(f"{ADDRESS}/?lang={code}")

    holds(page)
    assert page.locator("html").get_attribute("lang") == code
    page.close()


def test_targets_are_large_enough_for_a_thumb(gallery, chromium):
    page = chromium.new_page(viewport={"width": 320, "height": 900})
    page.route("**/*", lambda route: _answer(route, gallery))

    page.goto(ADDRESS)

    heights = [
        box["height"] for box in map(_box, page.locator("button, .button, input.input").all())
    ]
    assert min(heights) >= 44
    page.close()


def test_a_double_click_sends_once(gallery, chromium):
    page = chromium.new_page()
    page.route("**/*", lambda route: _answer(route, gallery))
    page.goto(ADDRESS)
    page.evaluate("""() => {
        window.stopped = [];
        window.addEventListener("submit", (event) => {
            window.stopped.push(event.defaultPrevented);
            event.preventDefault();
        });
    }""")

    page.locator("form.act button").first.dblclick()

    assert page.evaluate("window.stopped") == [False, True]
    page.close()


def test_an_error_leads_to_its_field(gallery, chromium):
    page = chromium.new_page()
    page.route("**/*", lambda route: _answer(route, gallery))
    page.goto(ADDRESS)

    page.locator(".error-summary a").first.click()

    name = page.locator(":focus")
    described_by = name.get_attribute("aria-describedby")
    assert (name.get_attribute("name"), name.get_attribute("aria-invalid")) == ("name", "true")
    assert described_by.split() == ["name-error", "name-hint"]
    page.close()


def test_the_type_is_small_and_kept_by_the_browser(gallery):
    shown = gallery.get("/fonts/regular.woff2")

    assert (shown.status_code, shown.content_type) == (200, "font/woff2")
    assert len(shown.data) < 30_000
    assert shown.cache_control.max_age > 0
    assert gallery.get("/fonts/comic.woff2").status_code == 404


def _answer(route, client):
    with client.get(route.request.url.removeprefix(ADDRESS)) as answer:
        route.fulfill(status=answer.status_code, content_type=answer.content_type, body=answer.data)


def _box(part):
    return part.bounding_box()


def _every_part():
    flash("Tallennettu.", "success")
    return render_template(
        "gallery.html",
        organisation_name="Lakeuden hyvinvointialue",
        person_name="Saara Sepitetty",
        role="coordinator",
        sign_out_url="/",
        navigation=[("Tänään", "/", True), ("Kokemusasiantuntijat", "/", False)],
        starts_at=datetime(2026, 12, 3, 7, 30, tzinfo=UTC),
        ends_at=datetime(2026, 12, 3, 9, 0, tzinfo=UTC),
        all_states=STATES,
        values=FILLED,
        errors=WRONG,
    )
