"""What the demonstration's people have told of times, strengths and help."""

from random import Random
from typing import Any

from app.storage.experts import WEEK_PARTS
from scheduling.kinds import AgeBand, Level, RequestKind, SupportNeed

EASY = 12  # the first people of a registry are free for anything, so that every story is told
STRENGTHS = (
    "Pidän esiintymisestä, ja puhun selkeästi.",
    "Osaan kuunnella ja rauhoittaa ryhmää.",
    "Jag skriver gärna och läser noga.",
    None,
    None,
)
HOPES = ("Haluan oppia ohjaamaan ryhmää.", "Jag vill våga tala inför många.", None, None)
GROUPS = ("Nuoret vanhemmat", "Yksin asuvat miehet", "Omaishoitajat", None, None, None)
SPEAKS_A_LITTLE = 3  # of ten people, one more language


def told(number: int, languages: list[str]) -> dict[str, Any]:
    """The person's own row. The same number, the same wishes."""
    random = Random(number)  # noqa: S311  nothing secret
    values: dict[str, Any] = {
        "good_at": random.sample(list(RequestKind), random.randrange(3)),
        "good_at_words": random.choice(STRENGTHS),
        "learns": random.sample(list(RequestKind), random.randrange(2)),
        "learns_words": random.choice(HOPES),
        "support_ticks": random.sample(list(SupportNeed), random.choice((0, 0, 0, 1, 2))),
        "age_band": random.choice((None, None, *list(AgeBand)[1:])),
        "own_group": random.choice(GROUPS),
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


def _week(random: Random) -> list[str]:
    """Most of a week, never less than half of it."""
    kept = random.sample(WEEK_PARTS[:15], random.randrange(9, 15))
    return [part for part in WEEK_PARTS if part in kept]
