"""A made-up registry and requests to it: with the skew of real ones, the same for a seed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from app.municipalities import find_municipality
from scheduling.availability import DaySpan, Interval, Validity
from scheduling.facts import ExpertFacts, OfferedTheme, RequestFacts
from scheduling.fairness import Past
from scheduling.kinds import DayPart, Fluency, Level, Perspective, RequestKind
from scheduling.lifecycle import OfferState
from scheduling.travel_time import Place
from scheduling.wall_clock import day_of, minutes_between

TODAY = date(2026, 3, 2)
THEMES, UNITS = 64, 400
LANGUAGES = {"fi": 0.9, "sv": 0.25, "en": 0.5, "ru": 0.06, "et": 0.03, "ar": 0.03, "so": 0.02}
T = TypeVar("T")
_MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
_KINDS, _LEVELS, _VIEWS = list(RequestKind), list(Level), list(Perspective)


def experts(count: int, seed: int = 7) -> list[ExpertFacts]:
    random = Random(seed + count)
    return [_expert(random, n) for n in range(1, count + 1)]


def requests(count: int, experts: int) -> list[RequestFacts]:
    return [_request(Random(seed), experts) for seed in range(1, count + 1)]


@cache
def municipalities() -> list[tuple[str, Place]]:
    """Codes with places, as far as they are known."""
    found = (find_municipality(f"{code:03}") for code in range(1000))
    return [
        (each.code, Place(each.latitude, each.longitude))
        for each in found
        if each and each.latitude and each.longitude
    ]


def _expert(random: Random, number: int) -> ExpertFacts:
    towns = municipalities()
    code, home = towns[min(int(random.expovariate(1 / 40)), len(towns) - 1)]
    wish = random.choice([None, None, None, 600, 900, 1200])
    busy = _busy(random)
    minor = random.random() < 0.01
    return ExpertFacts(
        id=number,
        kinds=frozenset(_some(random, _KINDS, 0.8)) or frozenset(_KINDS),
        levels=frozenset(_some(random, _LEVELS, random.choice([0, 0.7]))),
        themes=frozenset(_theme(random) for _ in range(random.choice([2, 3, 3, 4, 4, 5]))),
        languages={
            code: random.choice(list(Fluency))
            for code, share in LANGUAGES.items()
            if random.random() < share
        },
        trainings=(_training(random),) if random.random() < 0.4 else (),
        learns=frozenset(_some(random, _KINDS, 0.1)),
        good_at=frozenset(_some(random, _KINDS, 0.1)),
        home=home,
        municipality=code,
        travels_km=random.choice([20, 50, 50, 100, 200, None]),
        works_remotely=random.random() < 0.7,
        stopped=random.random() < 0.02,
        hidden=random.random() < 0.02,
        paused_until=_day(random, -30, 60) if random.random() < 0.05 else None,
        agreement_from=date(2025, 1, 1) if random.random() < 0.95 else None,
        agreement_until=_day(random, -10, 700) if random.random() < 0.3 else None,
        needs_support=random.random() < 0.1,
        is_minor=minor,
        guardian_consents=minor,
        guardian_latest_minute=1080 if minor else None,
        busy=busy,
        rest_minutes=random.choice([0, 0, 0, 60]),
        available=frozenset(_week(random)) if random.random() < 0.4 else frozenset(),
        blocked=(_away(random),) if random.random() < 0.1 else (),
        wished_minutes_a_month=wish,
        promised=_promised(busy) if wish else {},
        avoids_themes=frozenset(_one(random, range(1, THEMES + 1), 0.05)),
        avoids_municipalities=frozenset(_one(random, [town for town, _ in towns], 0.03)),
        avoids_units=frozenset(_one(random, range(1, UNITS + 1), 0.05)),
        own_units=frozenset(_one(random, range(1, UNITS + 1), 0.2)),
        past=Past(_days(random, 3), _days(random, 2), _day(random, -900, -1)),
    )


def _request(random: Random, experts: int) -> RequestFacts:
    code, place = random.choice(municipalities()[:120])
    starts = _MIDNIGHT + timedelta(days=random.randrange(3, 25), hours=random.randrange(6, 15))
    first = Interval(starts, starts + timedelta(hours=random.choice([2, 3])))
    on_site, remote = random.choice([(True, False), (True, False), (False, True), (True, True)])
    again = timedelta(days=random.randrange(1, 3))
    second = Interval(first.starts_at + again, first.ends_at + again)
    return RequestFacts(
        kind=random.choice(_KINDS),
        level=random.choice(_LEVELS),
        themes=frozenset(random.sample(range(1, 12), random.choice([1, 1, 2, 3]))),
        language=random.choice(["fi", "fi", "fi", "fi", "sv", "en"]),
        needs_training=random.random() < 0.3,
        on_site=on_site,
        remote=remote,
        place=place if on_site else None,
        municipality=code,
        unit_id=random.randint(1, UNITS),
        occasions=(first, second) if random.random() < 0.3 else (first,),
        offers={random.randint(1, experts): OfferState.DECLINED for _ in range(3)},
        with_minors=random.random() < 0.2,
        checks_records=True,
    )


def _theme(random: Random) -> OfferedTheme:
    """Some themes are common, most are rare."""
    common = int(random.paretovariate(0.6))
    theme = min(THEMES, common) if random.random() < 0.6 else random.randint(1, THEMES)
    return OfferedTheme(theme, random.choice(_VIEWS))


def _busy(random: Random) -> tuple[Interval, ...]:
    """Two out of five people are promised somewhere in two months, never twice at a time."""
    days = sorted({random.randrange(60) for _ in range(random.choice([0, 0, 0, 1, 1]))})
    starts = [_MIDNIGHT + timedelta(days=day, hours=random.randrange(6, 17)) for day in days]
    return tuple(Interval(at, at + timedelta(hours=random.choice([3, 4, 5]))) for at in starts)


def _promised(busy: Sequence[Interval]) -> dict[date, int]:
    found: dict[date, int] = {}
    for each in busy:
        month = day_of(each.starts_at).replace(day=1)
        found[month] = found.get(month, 0) + minutes_between(*each)
    return found


def _week(random: Random) -> set[tuple[int, DayPart]]:
    whole = [(weekday, part) for weekday in range(5) for part in DayPart]
    return set(_some(random, whole, 0.6)) or {whole[0]}


def _training(random: Random) -> Validity:
    first = _day(random, -900, -1)
    return Validity(first, first + timedelta(days=730) if random.random() < 0.5 else None)


def _away(random: Random) -> DaySpan:
    first = _day(random, 0, 60)
    return DaySpan(first, first + timedelta(days=random.randrange(14)))


def _days(random: Random, mean: int) -> tuple[date, ...]:
    """Different days in the last years, more of them lately."""
    times = min(8, int(random.expovariate(1 / mean)))
    ago = {1 + int(random.expovariate(1 / 250)) for _ in range(times)}
    return tuple(sorted(TODAY - timedelta(days=each) for each in ago))


def _day(random: Random, first: int, last: int) -> date:
    return TODAY + timedelta(days=random.randint(first, last))


def _some(random: Random, choices: Sequence[T], share: float) -> list[T]:
    return [each for each in choices if random.random() < share]


def _one(random: Random, choices: Sequence[T], share: float) -> list[T]:
    return [random.choice(choices)] if random.random() < share else []
