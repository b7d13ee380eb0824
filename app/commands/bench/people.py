"""Made-up people in columns, as many as wanted and the same for the same seed.

Themes and municipalities follow the skew of real registries: few are common, most are rare.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

THEMES, LANGUAGES, TRAININGS, MUNICIPALITIES, UNITS = 64, 8, 12, 309, 400
DAYS, SLOTS = 28, 32  # half hours from 7.00 to 23.00
TODAY = 20_514  # a day number
LONGEST_BREAK = 500

Column = NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class People:
    """`free` has a bit for each half hour of a day; `strength` of a theme is 0 to 3."""

    strength: NDArray[np.uint8]
    wishes: NDArray[np.bool_]
    languages: NDArray[np.bool_]
    trainings: NDArray[np.bool_]
    own_unit: NDArray[np.int16]
    municipality: NDArray[np.int16]
    remote: NDArray[np.bool_]
    most_kilometres: NDArray[np.float32]
    active: NDArray[np.bool_]
    hours_left: NDArray[np.float32]
    cents_left: NDArray[np.int32]
    asked_day: NDArray[np.int32]
    worked: NDArray[np.float32]
    free: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.active)


def people(count: int, seed: int = 7) -> People:
    random = np.random.default_rng(seed + count)
    hours = random.choice([10, 20, 30, 40, 80], count)
    used = np.minimum(random.gamma(1.5, 5, count), hours).round(1)
    cents = random.choice([300, 500, 800, 1500, 9999], count) * 100
    asked = TODAY - 1 - random.integers(0, LONGEST_BREAK, count)
    return People(
        strength=_strength(random, count),
        wishes=_some(random, count, 0, 4),
        languages=_languages(random, count),
        trainings=random.random((count, TRAININGS)) < 0.3,
        own_unit=np.where(random.random(count) < 0.3, random.integers(0, UNITS, count), -1).astype(
            np.int16
        ),
        municipality=random.choice(MUNICIPALITIES, count, p=_skew(MUNICIPALITIES, 0.9)).astype(
            np.int16
        ),
        remote=random.random(count) < 0.6,
        most_kilometres=random.choice(
            [20, 50, 100, 200, 1000], count, p=[0.15, 0.3, 0.3, 0.15, 0.1]
        ).astype(np.float32),
        active=random.random(count) < 0.92,
        hours_left=(hours - used).astype(np.float32),
        cents_left=np.maximum(cents - (used * 4500).astype(int), 0).astype(np.int32),
        asked_day=np.where(random.random(count) < 0.15, 0, asked).astype(np.int32),
        worked=random.poisson(6, count).astype(np.float32),
        free=_free(random, count),
    )


@cache
def kilometres() -> NDArray[np.float32]:
    """Between municipalities, as the crow flies."""
    random = np.random.default_rng(1)
    north = np.radians(random.uniform(59.9, 68.5, MUNICIPALITIES))
    east = np.radians(random.uniform(21, 30, MUNICIPALITIES))
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north)[:, None] * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    return (12_742 * np.arcsin(np.sqrt(half))).astype(np.float32)


def slots(first: Column, after: Column) -> NDArray[np.uint32]:
    """Bits of the half hours from `first` up to `after`."""
    one = np.uint64(1)
    until, before = (one << np.asarray(each, np.uint64) for each in (after, first))
    return (until - before).astype(np.uint32)


def _skew(count: int, power: float) -> NDArray[np.float64]:
    share = 1 / np.arange(1, count + 1) ** power
    return share / share.sum()


def _some(
    random: np.random.Generator, count: int, least: int, below: int, power: float = 0.0
) -> NDArray[np.bool_]:
    """Different themes for each, drawn with the skew: the largest of perturbed weights."""
    noise = random.gumbel(size=(count, THEMES)).astype(np.float32)
    order = np.argsort(-(noise + np.log(_skew(THEMES, power)).astype(np.float32)), axis=1)
    wanted = random.integers(least, below, count)
    some = np.zeros((count, THEMES), bool)
    np.put_along_axis(some, order, np.arange(THEMES) < wanted[:, None], axis=1)
    return some


def _strength(random: np.random.Generator, count: int) -> NDArray[np.uint8]:
    has = _some(random, count, 2, 6, power=0.7)
    return has * random.integers(1, 4, has.shape, dtype=np.uint8)


def _languages(random: np.random.Generator, count: int) -> NDArray[np.bool_]:
    speaks = np.zeros((count, LANGUAGES), bool)
    everyone = np.arange(count)
    speaks[everyone, (random.random(count) >= 0.9).astype(int)] = True
    speaks[:, 2] |= random.random(count) < 0.35
    more = everyone[random.random(count) < 0.12]
    speaks[more, random.integers(1, LANGUAGES, len(more))] = True
    return speaks


def _free(random: np.random.Generator, count: int) -> NDArray[np.uint32]:
    """A window on each of 4 to 12 days; four in ten have a booking within the first one."""
    order = np.argsort(random.random((count, DAYS)), axis=1)
    first, long = random.integers(0, 18, (count, DAYS)), random.integers(6, 15, (count, DAYS))
    windows = slots(first, np.minimum(first + long, SLOTS))
    chosen = np.arange(DAYS) < random.integers(4, 13, count)[:, None]
    by_day = np.zeros((count, DAYS), np.uint32)
    np.put_along_axis(by_day, order, np.where(chosen, windows, 0).astype(np.uint32), axis=1)
    booked = np.flatnonzero(random.random(count) < 0.4)
    day, start = order[booked, 0], first[booked, 0] + 1
    by_day[booked, day] &= ~slots(start, start + 4)
    return np.ascontiguousarray(by_day.T)
