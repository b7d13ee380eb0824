"""What the demonstration's people have told of times, strengths and help."""

from random import Random
from typing import Any

from app.storage.experts import WEEK_PARTS
from scheduling.kinds import AgeBand, Level, RequestKind, SupportNeed

EASY = 12  # the first people of a registry are free for anything, so that every story is told
InOwnLanguage = tuple[dict[str, str] | None, ...]

STRENGTHS: InOwnLanguage = (
    {
        "fi": "Pidän esiintymisestä, ja puhun selkeästi.",
        "sv": "Jag tycker om att uppträda, och jag talar tydligt.",
    },
    {
        "fi": "Osaan kuunnella ja rauhoittaa ryhmää.",
        "sv": "Jag kan lyssna och lugna en grupp.",
    },
    {"fi": "Kirjoitan mielelläni ja luen tarkasti.", "sv": "Jag skriver gärna och läser noga."},
    None,
    None,
)
HOPES: InOwnLanguage = (
    {"fi": "Haluan oppia ohjaamaan ryhmää.", "sv": "Jag vill lära mig att leda en grupp."},
    {"fi": "Haluan uskaltaa puhua monelle.", "sv": "Jag vill våga tala inför många."},
    None,
    None,
)
GROUPS: InOwnLanguage = (
    {"fi": "Nuoret vanhemmat", "sv": "Unga föräldrar"},
    {"fi": "Yksin asuvat miehet", "sv": "Ensamboende män"},
    {"fi": "Omaishoitajat", "sv": "Närståendevårdare"},
    None,
    None,
    None,
)
SPEAKS_A_LITTLE = 3  # of ten people, one more language


def told(number: int, languages: list[str]) -> dict[str, Any]:
    """The person's own row, in the first of the languages. The same number, the same wishes."""
    own = languages[0]
    random = Random(number)  # noqa: S311  nothing secret
    values: dict[str, Any] = {
        "good_at": random.sample(list(RequestKind), random.randrange(3)),
        "good_at_words": _said(random.choice(STRENGTHS), own),
        "learns": random.sample(list(RequestKind), random.randrange(2)),
        "learns_words": _said(random.choice(HOPES), own),
        "support_ticks": random.sample(list(SupportNeed), random.choice((0, 0, 0, 1, 2))),
        "age_band": random.choice((None, None, *list(AgeBand)[1:])),
        "own_group": _said(random.choice(GROUPS), own),
    }
    if random.randrange(10) < SPEAKS_A_LITTLE:
        values |= {"languages": [*languages, "en"], "basic_languages": ["en"]}
    if number < EASY:
        return values
    return values | {
        "levels": random.choice(([], [], random.sample(list(Level), 3))),
        "available": random.choice(([], [], _week(random))),
        "wished_minutes_a_month": random.choice((None, None, 600, 1200, 1800)),
    }


def _said(words: dict[str, str] | None, language: str) -> str | None:
    return words[language] if words else None


def _week(random: Random) -> list[str]:
    """Most of a week, never less than half of it."""
    kept = random.sample(WEEK_PARTS[:15], random.randrange(9, 15))
    return [part for part in WEEK_PARTS if part in kept]
