"""Everything a person reads is said in Finnish, Swedish and English."""

import re
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader

from app import language
from invoices.travel.per_diem import Why
from scheduling import lifecycle
from scripts import words

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
SOURCE = re.compile(r'\bsource = "([^"]+)"')
WORD = re.compile(r"[a-zåäö]{4}")
BORROWED = "sign_in"  # said by Flask-Security, not by us
KINDS = {
    "request": lifecycle.RequestState,
    "offer": lifecycle.OfferState,
    "assignment": lifecycle.AssignmentState,
    "entry": lifecycle.EntryState,
    "statement": lifecycle.StatementState,
    "plan": lifecycle.PlanState,
}
PERCENTAGES = (
    *("tax_card_base", "tax_card_additional", "no_tax_card"),
    *("pension_share", "unemployment_share"),
)
PAY_STEPS = [
    *({"code": code, "part_cents": 10000, "percent": "7.30", "cents": 730} for code in PERCENTAGES),
    {"code": "in_prepayment_register", "cents": 0},
    *(
        {"code": code, "limit_cents": 9181, "cents": -819}
        for code in ("limited_to_pay", "allowance_within_maximum", "allowance_above_maximum")
    ),
    *(
        {"code": f"kilometres_{where}_maximum", "kilometre_cents": 5, "cents": 500}
        for where in ("within", "above")
    ),
]


@pytest.fixture(scope="module")
def used():
    return words.used()


@pytest.mark.parametrize("code", words.TRANSLATED)
def test_every_sentence_is_translated(code, used):
    known = {message.one for message in words.translated(code) if all(message.words)}

    assert sorted(set(used) - known) == []


@pytest.mark.parametrize("code", words.TRANSLATED)
def test_no_translation_is_left_over(code, used):
    ours = {message.one for message in words.translated(code) if message.area != BORROWED}
    borrowed = {message.one for message in words.translated(code) if message.area == BORROWED}

    assert sorted(ours - set(used)) == []
    assert sorted(borrowed - _said_by_flask_security()) == []


@pytest.mark.parametrize("code", words.TRANSLATED)
def test_one_sentence_has_one_translation(code):
    seen: dict[str, words.Translated] = {}
    for message in words.translated(code):
        first = seen.setdefault(message.one, message)
        assert message.words == first.words, (first.area, message.area, message.one)


@pytest.mark.parametrize("code", words.TRANSLATED)
def test_placeholders_agree(code):
    wrong = [
        message.one
        for message in words.translated(code)
        if any(_placeholders(message.one) != _placeholders(said) for said in message.words[-1:])
    ]

    assert wrong == []


def test_finnish_swedish_and_english_differ():
    finnish, swedish = ({m.one: m.words for m in words.translated(c)} for c in words.TRANSLATED)

    copied = [
        one
        for one in finnish.keys() & swedish.keys()
        if (finnish[one] == swedish[one] and WORD.search(PLACEHOLDER.sub("", finnish[one][0])))
        or (" " in one and WORD.search(one) and one in (*finnish[one], *swedish[one]))
    ]

    assert copied == []


@pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind, states in KINDS.items() for state in states]
)
def test_every_state_has_words(kind, state):
    environment = Environment(loader=FileSystemLoader(language.FOLDER.parent), autoescape=True)
    language.dress(environment)
    parts = environment.get_template("parts/states.html").module

    with language.in_language("fi"):
        said = str(parts.state_words(kind, state)).strip()

    assert said != state.value


@pytest.mark.parametrize("step", PAY_STEPS, ids=lambda step: step["code"])
def test_every_step_from_gross_to_net_is_said(step):
    assert len(str(_part("pay_steps").pay_step(step)).strip()) > 10


@pytest.mark.parametrize("why", Why)
def test_every_reason_about_an_allowance_is_said(why):
    assert str(_part("pay_steps").why_allowance(why)).strip().endswith(".")


def test_every_source_of_a_figure_is_said():
    texts = [
        path.read_text()
        for path in (files("invoices") / "parameters").iterdir()
        if path.name.endswith(".toml")
    ]
    sources = {found for text in texts for found in SOURCE.findall(text)}

    with language.in_language("fi"):
        said = {str(_part("sources").source_words(source)).strip() for source in sources}

    assert sources
    assert not said & sources


def _part(name: str):
    environment = Environment(loader=FileSystemLoader(language.FOLDER.parent), autoescape=True)
    language.dress(environment)
    return environment.get_template(f"parts/{name}.html").module


def _placeholders(sentence: str) -> set[str]:
    return set(PLACEHOLDER.findall(sentence))


def _said_by_flask_security() -> set[str]:
    template = files("flask_security") / "translations" / "flask_security.pot"
    with template.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}
