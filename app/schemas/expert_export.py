"""The registry as a table, in Finnish and in the columns that the import reads back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.storage.experts import Expert
from scheduling.kinds import Channel, Level, Perspective, RequestKind

CHANNELS = {Channel.EMAIL: "sähköposti", Channel.LETTER: "kirje", Channel.PHONE: "puhelin"}
PERSPECTIVES = {
    Perspective.OWN: "oma",
    Perspective.PARENT: "vanhempi",
    Perspective.CLOSE_ONE: "läheinen",
    Perspective.CARER: "omaishoitaja",
}
TASKS = {
    RequestKind.TALK: "luento",
    RequestKind.TRAINING: "koulutus",
    RequestKind.GROUP: "ryhmä",
    RequestKind.CO_WORK: "asiakastyö",
    RequestKind.DEVELOPMENT: "kehittäminen",
    RequestKind.ASSESS: "arviointi",
    RequestKind.PANEL_MEETING: "asiakasraati",
    RequestKind.COMMENT_TASK: "kommentointi",
}


LEVELS = {
    Level.TRAINING: "koulutus",
    Level.CLIENT_WORK: "asiakastyö",
    Level.OPERATING_MODEL: "toimintatavat",
    Level.EVALUATION: "arviointi",
    Level.OFFICIAL_GROUP: "viralliset työryhmät",
}


def _spoken(expert: Expert, code: str) -> str:
    if code in expert.native_languages:
        return f"{code} (äidinkieli)"
    return f"{code} (vähän)" if code in expert.basic_languages else code


def _plain(name: str) -> Callable[[Expert], str]:
    return lambda expert: str(getattr(expert, name) or "")


def _latest(parts: str, name: str) -> Callable[[Expert], str]:
    def told(expert: Expert) -> str:
        own = getattr(expert, parts)
        return _written(getattr(own[-1], name)) if own else ""

    return told


def _yes_no(name: str) -> Callable[[Expert], str]:
    return lambda expert: "kyllä" if getattr(expert, name) else "ei"


def _written(value: Any) -> str:
    return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else str(value)


def _themes(expert: Expert) -> str:
    return "; ".join(f"{own.theme.name} ({PERSPECTIVES[own.perspective]})" for own in expert.themes)


COLUMNS: dict[str, Callable[[Expert], str]] = {
    "Sukunimi": _plain("last_name"),
    "Etunimi": _plain("first_name"),
    "Sähköposti": _plain("email"),
    "Puhelin": _plain("phone"),
    "Yhteydenottotapa": lambda expert: CHANNELS[expert.channel],
    "Asiointikieli": _plain("language"),
    "Kielet": lambda expert: ", ".join(_spoken(expert, code) for code in expert.languages),
    "Katuosoite": _plain("street"),
    "Postinumero": _plain("postal_code"),
    "Postitoimipaikka": _plain("city"),
    "Kotikunta": _plain("municipality_code"),
    "Teemat": _themes,
    "Tehtävät": lambda expert: ", ".join(TASKS[RequestKind(kind)] for kind in expert.role_kinds),
    "Tasot": lambda expert: ", ".join(LEVELS[Level(level)] for level in expert.levels),
    "Koulutuksen nimi": _latest("trainings", "name"),
    "Koulutettu": _latest("trainings", "finished_on"),
    "Sopimuspäivä": _latest("agreements", "signed_on"),
    "Sopimusversio": _latest("agreements", "text_version"),
    "Suostumuspäivä": _latest("consents", "given_on"),
    "Tietosuojaselosteen versio": _latest("consents", "notice_version"),
    "Henkilönumero": _plain("payroll_number"),
    "Tiedot taloudella": _yes_no("finance_has_it"),
    "Matkustaa km": _plain("travels_km"),
    "Etänä": _yes_no("may_act_remotely"),
    "Tukihenkilö": _plain("support_contact"),
    "Huoltaja": _plain("guardian_name"),
    "Huoltajan puhelin": _plain("guardian_phone"),
    "Huoltajan sähköposti": _plain("guardian_email"),
}


def registry_table(experts: list[Expert]) -> list[list[str]]:
    """The header and one row a person."""
    return [list(COLUMNS)] + [[tell(each) for tell in COLUMNS.values()] for each in experts]
