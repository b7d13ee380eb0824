"""A made-up county with the skew of today: few themes for many, few names known to everybody."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from scheduling.availability import Interval
from scheduling.facts import ExpertFacts, OfferedTheme, RequestFacts
from scheduling.kinds import DayPart, Fluency, Level, Perspective, RequestKind, level
from scheduling.travel_time import Place
from scheduling.working_days import is_working_day

FIRST_DAY = date(2024, 1, 1)
DAYS = 730
DAY = timedelta(days=1)
THEMES, PLACES, UNITS = 40, 16, 60
WELL_KNOWN = 10
NEWCOMERS = 5  # every so manieth joins during the two years

# Of a hundred requests. Most are talks and trainings at schools and colleges.
KINDS = {
    RequestKind.TALK: 60,
    RequestKind.TRAINING: 15,
    RequestKind.GROUP: 8,
    RequestKind.DEVELOPMENT: 6,
    RequestKind.ASSESS: 4,
    RequestKind.PANEL_MEETING: 4,
    RequestKind.CO_WORK: 3,
}
ASKED_BY_NAME = 0.10
STARTS = (8, 9, 10, 12, 13, 15)  # in UTC
WEEK = [(weekday, part) for weekday in range(5) for part in DayPart]


@dataclass(frozen=True)
class Person:
    """Facts at their start, the day of joining, and how she answers when she is asked."""

    facts: ExpertFacts
    joined_on: date
    yes: float
    silence: float
    asked_before: tuple[date, ...]  # in the year before the first day


@dataclass(frozen=True)
class Wish:
    """One request as it came in; a named person is asked first if nothing is in the way."""

    id: int
    came_on: date
    facts: RequestFacts
    named: int | None
    follows: int | None  # an earlier one of the same series


@dataclass(frozen=True)
class World:
    people: tuple[Person, ...]
    wishes: tuple[Wish, ...]


def world(seed: int, *, people: int, requests: int, themes: int = THEMES) -> World:
    dice = Random(seed)
    places = [Place(62.2 + 1.6 * dice.random(), 21.5 + 2.6 * dice.random()) for _ in range(PLACES)]
    found = [_person(number, people, themes, places, dice) for number in range(1, people + 1)]
    came = sorted(_working_day(dice) for _ in range(requests))
    known = found[:WELL_KNOWN]
    wishes = [_wish(number, day, themes, places, known, dice) for number, day in enumerate(came, 1)]
    return World(tuple(found), tuple(wishes))


def _person(number: int, people: int, themes: int, places: list[Place], dice: Random) -> Person:
    is_new = number % NEWCOMERS == 0
    joined = FIRST_DAY + (dice.randrange(30, DAYS - 120) * DAY if is_new else -400 * DAY)
    kinds = {kind for kind in RequestKind if dice.random() < 0.5}
    kinds |= {RequestKind.TALK} if dice.random() < 0.95 else {RequestKind.COMMENT_TASK}
    facts = ExpertFacts(
        id=number,
        kinds=frozenset(kinds),
        themes=frozenset(
            OfferedTheme(theme, dice.choice(list(Perspective)))
            for theme in _skewed(themes, dice.choice((2, 3, 3, 4, 5)), dice)
        ),
        languages=_languages(dice),
        levels=frozenset(dice.sample(list(Level), 3) if dice.random() < 0.2 else ()),
        learns=frozenset(dice.sample(list(RequestKind), 1) if dice.random() < 0.2 else ()),
        home=places[_skewed(PLACES, 1, dice)[0] - 1],
        travels_km=dice.choice((None, None, 60, 100, 150)),
        works_remotely=dice.random() < 0.7,
        agreement_from=joined,
        rest_minutes=dice.choice((0, 0, 60, 120)),
        available=frozenset(dice.sample(WEEK, 9) if dice.random() < 0.2 else ()),
        wished_minutes_a_month=dice.choice((None, None, None, 240, 480)),
        avoids_units=frozenset({dice.randrange(UNITS)} if dice.random() < 0.1 else ()),
    )
    # The year before a few were asked all the time, most of them seldom or never.
    times = 0 if is_new else min(12, int(people / 8 / number))
    before = tuple(sorted(FIRST_DAY - dice.randrange(1, 365) * DAY for _ in range(times)))
    yes = 0.45 + 0.4 * dice.random()
    return Person(facts, joined, yes, (1 - yes) * dice.random(), before)


def _wish(
    number: int, day: date, themes: int, places: list[Place], known: list[Person], dice: Random
) -> Wish:
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    wanted = frozenset(_skewed(themes, dice.choices((1, 2, 3), (70, 23, 7))[0], dice))
    hour = datetime.combine(_after(day, dice), datetime.min.time(), UTC)
    starts = hour + timedelta(hours=dice.choice(STARTS))
    remote = dice.random() < 0.15
    named = dice.choice(known).facts.id if dice.random() < ASKED_BY_NAME else None
    return Wish(
        id=number,
        came_on=day,
        facts=RequestFacts(
            kind=kind,
            level=level(kind),
            themes=wanted,
            language=dice.choices(("fi", "sv", "en"), (90, 8, 2))[0],
            on_site=not remote,
            remote=remote,
            place=None if remote else places[_skewed(PLACES, 1, dice)[0] - 1],
            unit_id=dice.randrange(UNITS),
            occasions=(Interval(starts, starts + timedelta(minutes=dice.choice((60, 90, 120)))),),
            seats=2 if dice.random() < 0.1 else 1,
            asked_by_name=frozenset({named} if named else ()),
        ),
        named=named,
        follows=dice.randrange(max(1, number - 60), number)
        if dice.random() < 0.03 * (number > 1)
        else None,
    )


def _languages(dice: Random) -> dict[str, Fluency]:
    spoken = {"fi": Fluency.NATIVE} if dice.random() < 0.95 else {"sv": Fluency.NATIVE}
    if dice.random() < 0.2:
        spoken.setdefault("sv", dice.choice((Fluency.BASIC, Fluency.GOOD)))
    if dice.random() < 0.4:
        spoken["en"] = dice.choice((Fluency.BASIC, Fluency.GOOD))
    return spoken


def _skewed(most: int, how_many: int, dice: Random) -> list[int]:
    """Different numbers from 1 on, the first ones far more often (Zipf)."""
    steps = list(accumulate(1 / number for number in range(1, most + 1)))
    found: list[int] = []
    while len(found) < how_many:
        [one] = dice.choices(range(1, most + 1), cum_weights=steps)
        if one not in found:
            found.append(one)
    return found


def _working_day(dice: Random) -> date:
    while not is_working_day(day := FIRST_DAY + dice.randrange(DAYS) * DAY):
        pass
    return day


def _after(day: date, dice: Random) -> date:
    while not is_working_day(later := day + dice.randrange(10, 61) * DAY):
        pass
    return later
