"""What the organisation calls its experts by experience: whole forms, none made by a rule."""

from flask import g, has_app_context

from app.language import current
from app.storage.organisations import ExpertWord

FORMS = ("one", "many", "some")  # who it is; who they are; whom one asks for
ENGLISH = ("expert by experience", "experts", "experts by experience")
EXPERT = ("erfarenhetsexpert", "erfarenhetsexperter", "erfarenhetsexperter")
WORDS = {
    ExpertWord.KOKEMUSASIANTUNTIJA: {
        "fi": ("kokemusasiantuntija", "kokemusasiantuntijat", "kokemusasiantuntijoita"),
        "sv": EXPERT,
    },
    ExpertWord.KOKEMUSTOIMIJA: {
        "fi": ("kokemustoimija", "kokemustoimijat", "kokemustoimijoita"),
        "sv": ("erfarenhetsaktör", "erfarenhetsaktörer", "erfarenhetsaktörer"),
    },
    ExpertWord.KOKEMUSOSAAJA: {
        "fi": ("kokemusosaaja", "kokemusosaajat", "kokemusosaajia"),
        "sv": ("erfarenhetssakkunnig", "erfarenhetssakkunniga", "erfarenhetssakkunniga"),
    },
    ExpertWord.KEHITTAJAASIAKAS: {
        "fi": ("kehittäjäasiakas", "kehittäjäasiakkaat", "kehittäjäasiakkaita"),
        "sv": EXPERT,
    },
}


def expert_word(form: str) -> str:
    """The word of the organisation of this page, `form` being one of FORMS; in small letters."""
    chosen = g.get("expert_word") if has_app_context() else None
    words = WORDS[chosen or ExpertWord.KOKEMUSASIANTUNTIJA]
    return words.get(current(), ENGLISH)[FORMS.index(form)]
