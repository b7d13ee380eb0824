"""An organisation's own word for its experts stands where they are named."""

import pytest

from app.database import current_organisation, transaction
from app.storage import organisations
from app.storage.organisations import ExpertWord
from app.web.expert_words import ENGLISH, FORMS, WORDS
from tests import build
from tests.app.test_people_pages import the_expert_herself
from tests.app.test_request_pages import path_of_unit
from tests.sign_in import signed_in


def called(word: ExpertWord) -> None:
    with transaction():
        organisations.get(current_organisation()).expert_word = word


@pytest.mark.parametrize("word", ExpertWord)
def test_every_word_has_every_form_in_every_language(word):
    forms = [ENGLISH, *WORDS[word].values()]

    assert set(WORDS[word]) == {"fi", "sv"}
    assert all(len(those) == len(FORMS) for those in forms)


@pytest.mark.parametrize(
    ("word", "language", "many"),
    [
        (ExpertWord.KOKEMUSASIANTUNTIJA, "fi", "Kokemusasiantuntijat"),
        (ExpertWord.KEHITTAJAASIAKAS, "fi", "Kehittäjäasiakkaat"),
        (ExpertWord.KOKEMUSTOIMIJA, "sv", "Erfarenhetsaktörer"),
        (ExpertWord.KOKEMUSTOIMIJA, "en", "Experts"),
    ],
)
def test_the_registry_and_the_menu_say_the_word(app, word, language, many):
    called(word)

    shown = signed_in(app).get(f"/experts/?lang={language}").text

    assert f"<h1>{many}</h1>" in shown
    assert shown.count(many) > 2


def test_an_expert_is_called_by_the_word(app):
    called(ExpertWord.KOKEMUSOSAAJA)
    _, herself = the_expert_herself(app)

    assert "Kokemusosaaja" in herself.get("/profile/?lang=fi").text


def test_a_unit_asks_for_them_by_the_word(app):
    called(ExpertWord.KOKEMUSTOIMIJA)
    address = path_of_unit(build.a_unit())

    assert "Tilaa kokemustoimijoita" in app.test_client().get(f"{address}?lang=fi").text
