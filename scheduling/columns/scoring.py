"""Points over columns, and the order they make, as one number for each person."""

import numpy as np

from scheduling.columns.journeys import UNKNOWN
from scheduling.columns.pool import Columns
from scheduling.columns.record import KINDS, LEVELS, Flag
from scheduling.columns.today import Today
from scheduling.columns.turns import POINTS, WAIT, Pasts
from scheduling.facts import RequestFacts
from scheduling.figures import Figures
from scheduling.points import FULL, HALF, LESS_EACH_KM
from scheduling.weights import Weights

ANY_LEVEL = 255
_LAST = (1 << WAIT) - 1


def keys(
    pool: Columns,
    request: RequestFacts,
    today: Today,
    *,
    weights: Weights,
    figures: Figures,
    places: np.ndarray,
) -> np.ndarray:
    """Higher is earlier: points, then days waited, then the lower id; no two are alike."""
    people = pool.people
    points = weights.theme * _theme(pool, request, figures, places)
    points += (weights.level * _level(request)).take(people["levels"][places])
    points += weights.distance * _distance(pool, request, places)
    learns = people["learns"][places] & np.uint8(KINDS[request.kind]) != 0
    points += weights.learning * FULL * learns
    if request.continues:
        points += weights.continuity * FULL * np.isin(places, pool.find(request.continues))
    pasts = Pasts(today.number, people["since"], today.last, today.asked, today.worked)
    turns = today.turns.column(pasts, weights, figures)
    return (points << POINTS) + turns[places] + (_LAST - places)


def places_of(found: np.ndarray) -> np.ndarray:
    return _LAST - (found & _LAST)


def points_of(found: np.ndarray) -> np.ndarray:
    return found >> POINTS


def highest(found: np.ndarray, count: int | None) -> np.ndarray:
    """The first `count` in order, or all."""
    if count is not None and count * 4 < len(found):
        found = np.partition(found, len(found) - count)[len(found) - count :]
    return np.sort(found)[::-1][:count]


def _level(request: RequestFacts) -> np.ndarray:
    """By what a person's levels say: all for who has named this one."""
    said = np.arange(256)
    named = (said & LEVELS[request.level] != 0) & (said != ANY_LEVEL)
    return np.where(named, FULL, HALF)


def _theme(
    pool: Columns, request: RequestFacts, figures: Figures, places: np.ndarray
) -> np.ndarray:
    if not request.themes:
        return np.full(len(places), FULL)
    has = np.zeros(len(places), np.int32)
    for theme in request.themes:
        place = pool.themes.place(theme)
        if place:
            plane, shift = place
            bit = pool.themes.planes[plane][places] & np.uint8(1 << shift) != 0
            has += np.int32(figures.rarity(theme)) * bit
    wanted = sum(figures.rarity(theme) for theme in request.themes)
    return (FULL * np.arange(wanted + 1) // wanted).take(has)


def _distance(pool: Columns, request: RequestFacts, places: np.ndarray) -> np.ndarray | int:
    if not request.on_site:
        return FULL
    far = pool.journey(request.place).kilometres.astype(np.int64)
    by_home = np.where(far == UNKNOWN, HALF, np.maximum(0, FULL - LESS_EACH_KM * far))
    part = by_home.take(pool.people["home"][places])
    if request.remote:
        part[pool.people["flags"][places] & np.uint16(Flag.WORKS_REMOTELY) != 0] = FULL
    return part
