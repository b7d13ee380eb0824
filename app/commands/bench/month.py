"""A made-up month to plan: requests, who could take them and how well they fit."""

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from app.commands.bench.people import (
    DAYS,
    SLOTS,
    THEMES,
    TODAY,
    TRAININGS,
    UNITS,
    People,
    kilometres,
    slots,
)
from scheduling.planning import SEAT, Problem, Spans

ON_SITE, REMOTE, EITHER = 0, 1, 2
FAIRNESS = SEAT // 20
HALF_HOUR, DAY = 30, 1440
FEE_AN_HOUR = 4500
FARTHEST, LONGEST_WAIT = 300, 365


@dataclass(frozen=True)
class Wanted:
    """One request; `times` are day, first and last half hour; `checked` are those looked at."""

    theme: int
    strength: int
    others: tuple[int, ...]
    language: int
    municipality: int
    way: int
    times: tuple[tuple[int, int, int], ...]
    checked: tuple[tuple[int, int, int], ...]
    training: int | None
    unit: int
    hours: float
    people: int


def requests(count: int, *, dense: bool, seed: int = 11) -> list[Wanted]:
    """Dense: more people suit each, as by any strength, any way and half of the times."""
    random = Random(seed)
    return [_request(random, number, dense) for number in range(count)]


def month(people: People, wanted: list[Wanted]) -> Problem:
    """Every pair that fits, each seat's best first."""
    ranked = [_ranked(people, each) for each in wanted]
    counts = [len(order) for order, _ in ranked]
    times = [(seat, *time) for seat, each in enumerate(wanted) for time in each.times]
    seat, day, first, last = np.array(times, np.int64).T
    hours = np.array([each.hours for each in wanted])
    return Problem(
        needs=np.array([each.people for each in wanted], np.int64),
        seat=np.repeat(np.arange(len(wanted)), counts),
        expert=np.concatenate([order for order, _ in ranked]),
        value=np.concatenate([points for _, points in ranked]) + SEAT,
        experts=len(people),
        capacity=np.stack([people.hours_left, people.cents_left]).astype(float),
        seat_loads=np.stack([hours, hours * FEE_AN_HOUR]),
        spans=Spans(seat, day * DAY + first * HALF_HOUR, day * DAY + last * HALF_HOUR),
        fairness=FAIRNESS,
    )


def _request(random: Random, number: int, dense: bool) -> Wanted:
    day = random.choice([day for day in range(DAYS - 2) if day % 7 < 5])
    start, long = random.randrange(2, 14), random.choice([4, 4, 6, 8])
    last = min(start + long, SLOTS)
    times = [(day, start, last)]
    if random.random() < 0.2 and day % 7 < 4:
        times.append((day + 1, start, last))
    theme = min(int(random.expovariate(1 / 10)), THEMES - 1)
    strength = random.choice([1, 1, 1, 2])
    others = random.sample([each for each in range(THEMES) if each != theme], 3)
    language = random.choice([0] * 8 + [1, 2])
    municipality = min(int(random.expovariate(1 / 15)), 60)
    way = random.choice([ON_SITE, ON_SITE, REMOTE, EITHER, EITHER])
    training = random.choice([None] * 3 + [random.randrange(TRAININGS)])
    unit, people = random.randrange(UNITS), random.choice([1, 1, 1, 2, 2, 3, 4])
    checked = times
    if dense:
        strength, training, way = 1, None, EITHER
        language = language if number % 10 == 0 else 0
        times = times[:1] if number % 2 else times
        checked = [(day, start, start)] if number % 2 else times
    return Wanted(
        theme=theme,
        strength=strength,
        others=tuple(others),
        language=language,
        municipality=municipality,
        way=way,
        times=tuple(times),
        checked=tuple(checked),
        training=training,
        unit=unit,
        hours=long / 2 * len(times),
        people=people,
    )


def _ranked(people: People, wanted: Wanted) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Who fits, best first, and their points."""
    far = kilometres()[wanted.municipality][people.municipality]
    able = np.flatnonzero(_may(people, wanted, far))
    strength = people.strength[able]
    themes = [wanted.theme, *wanted.others]
    fit = strength[:, themes].sum(1, dtype=np.float32) / (3 * len(themes))
    near = 1 - np.minimum(far[able], FARTHEST) / FARTHEST
    waited = np.minimum(TODAY - people.asked_day[able], LONGEST_WAIT) / LONGEST_WAIT
    rarely = 1 / (1 + people.worked[able])
    wish = people.wishes[able][:, themes].any(1)
    share = 0.4 * fit + 0.2 * near + 0.2 * waited + 0.1 * rarely + 0.1 * wish
    points = np.round(share * SEAT).astype(np.int32)
    order = np.argsort(-points, kind="stable")
    return able[order].astype(np.int32), points[order]


def _may(people: People, wanted: Wanted, far: NDArray[np.float32]) -> NDArray[np.bool_]:
    may = people.active & (people.strength[:, wanted.theme] >= wanted.strength)
    may &= people.languages[:, wanted.language] & (people.own_unit != wanted.unit)
    reaches = far <= people.most_kilometres
    may &= {ON_SITE: reaches, REMOTE: people.remote, EITHER: reaches | people.remote}[wanted.way]
    for day, first, last in wanted.checked:
        needed = slots(np.array(first), np.array(last))
        may &= (people.free[day] & needed) == needed
    if wanted.training is not None:
        may &= people.trainings[:, wanted.training]
    may &= people.hours_left >= wanted.hours
    return may & (people.cents_left >= wanted.hours * FEE_AN_HOUR)
