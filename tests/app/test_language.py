"""Words, days and euros look as the reader expects."""

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask, g
from flask_babel import Domain

from app import language

TUESDAY = date(2026, 3, 3)
HALF_PAST_NINE = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)


@pytest.fixture
def page():
    app = Flask("page")
    app.secret_key = "made up"
    language.init_app(app)
    app.add_url_rule("/", view_func=language.current, endpoint="first")

    @app.get("/link")
    def link():
        g.reader_language = "sv"
        return language.gettext("Save")

    return app.test_client()


@pytest.mark.parametrize(
    ("code", "euros", "day", "moment", "month"),
    [
        ("fi", "1 234,50 €", "ti 3.3.2026", "ti 3.3.2026 klo 9.30", "maaliskuu 2026"),
        ("sv", "1 234,50 €", "tis 3.3.2026", "tis 3.3.2026 kl. 9.30", "mars 2026"),
        ("en", "1 234,50 €", "Tue 3 Mar 2026", "Tue 3 Mar 2026 at 9:30", "March 2026"),
    ],
)
def test_values_look_as_the_reader_expects(code, euros, day, moment, month):
    with language.in_language(code):
        shown = (
            language.euros(123450).replace("\xa0", " "),
            language.day(TUESDAY),
            language.moment(HALF_PAST_NINE),
            language.month(TUESDAY),
        )

    assert shown == (euros, day, moment, month)


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_a_duration_is_hours_and_minutes(minutes, shown):
    assert language.duration(minutes) == shown


def test_form_fields_are_written_as_finns_type():
    written = [language.written(value) for value in (TUESDAY, time(9, 5), HALF_PAST_NINE, None, 7)]

    assert written == ["3.3.2026", "9.05", "9.30", "", "7"]
    assert language.amount(123450) == "1234,50"


def test_a_moment_is_of_its_day_in_helsinki(app):
    """Half past midnight there is the day before in UTC."""
    past_midnight = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)

    days = language.short_day(past_midnight), language.day(past_midnight)
    assert days == ("24.11.2026", "ti 24.11.2026")


def test_names_sort_as_in_a_finnish_directory():
    names = ["Öhman", "Åberg", "Äijälä", "Zetterberg", "Wirtanen", "Virta", "Élo", "Eloranta", "李"]

    assert sorted(names, key=language.sort_key) == [
        "Élo",
        "Eloranta",
        "Virta",
        "Wirtanen",
        "Zetterberg",
        "Åberg",
        "Äijälä",
        "Öhman",
        "李",
    ]


def test_a_message_is_in_the_language_of_its_recipient():
    with language.in_language("sv"):
        outer = language.gettext("Save")
        with language.in_language("en"):
            inner = language.gettext("Save")

    assert (outer, inner, language.gettext("Save")) == ("Spara", "Save", "Tallenna")


def test_an_unknown_language_falls_back_to_finnish():
    with language.in_language("tlh"):
        assert language.current() == "fi"


@pytest.mark.parametrize(
    ("asked", "browser", "shown"),
    [
        ("/", "sv-FI, en;q=0.5", "sv"),
        ("/?lang=en", "sv-FI", "en"),
        ("/?lang=xx", "de", "fi"),
        ("/link", "en", "Spara"),
        ("/link?lang=en", "fi", "Save"),
    ],
)
def test_the_reader_chooses_the_language(page, asked, browser, shown):
    assert page.get(asked, headers={"Accept-Language": browser}).text == shown


def test_a_choice_is_remembered(page):
    page.get("/?lang=sv")

    assert page.get("/", headers={"Accept-Language": "en"}).text == "sv"


def test_other_packages_speak_with_our_words():
    domain = Domain(domain="flask_security")
    language.teach(domain)

    with language.in_language("fi"):
        assert domain.gettext("Invalid password") == "Salasana on väärä"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+358401234567", "040 1234567"),
        ("+46701234567", "+46 70 123 45 67"),
        ("ei numeroa", "ei numeroa"),
    ],
)
def test_a_telephone_number_is_written_as_people_read_it(stored, shown):
    assert language.telephone(stored) == shown
