"""Points over columns, and the order they make, as one number for each person."""

import numpy as np

from scheduling.columns.journeys import UNKNOWN
from scheduling.columns.people import NOT_GIVEN
from scheduling.columns.pool import Columns
from scheduling.columns.record import KINDS, LEVELS, Flag
from scheduling.columns.today import Today
from scheduling.facts import RequestFacts
from scheduling.fairness import YEAR
from scheduling.figures import Figures
from scheduling.points import FULL, HALF, LESS_EACH_KM
from scheduling.weights import Weights

ANY_LEVEL = 255
_POINTS, _WAIT = 40, 24  # bits below them: days waited, then who
_LAST = (1 << _WAIT) - 1


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
    last = today.last[places]
    is_new = last == 0
    here = _days_here(people["since"][places], today, is_new)
    days = np.where(is_new, figures.wait + here, today.number - last.astype(np.int64))
    missing = np.maximum(0, YEAR - here)
    points = weights.wait * np.minimum(FULL, HALF * days // figures.wait)
    points += weights.asked * _seldom(today.asked[places], figures.asked, missing)
    points += weights.worked * _seldom(today.worked[places], figures.worked, missing)
    points += weights.theme * _theme(pool, request, figures, places)
    levels = people["levels"][places]
    named = (levels & np.uint8(LEVELS[request.level]) != 0) & (levels != ANY_LEVEL)
    points += weights.level * np.where(named, FULL, HALF)
    points += weights.distance * _distance(pool, request, places)
    learns = people["learns"][places] & np.uint8(KINDS[request.kind]) != 0
    points += weights.learning * FULL * learns
    if request.continues:
        points += weights.continuity * FULL * np.isin(places, pool.find(request.continues))
    return points << _POINTS | days << _WAIT | (_LAST - places)


def places_of(found: np.ndarray) -> np.ndarray:
    return _LAST - (found & _LAST)


def points_of(found: np.ndarray) -> np.ndarray:
    return found >> _POINTS


def highest(found: np.ndarray, count: int | None) -> np.ndarray:
    """The first `count` in order, or all."""
    if count is not None and count * 4 < len(found):
        found = np.partition(found, len(found) - count)[len(found) - count :]
    return np.sort(found)[::-1][:count]


def _days_here(since: np.ndarray, today: Today, is_new: np.ndarray) -> np.ndarray:
    """Unknown: none for who was never asked, at least a year for the others."""
    here = np.maximum(0, today.number - since.astype(np.int64))
    return np.where(since == NOT_GIVEN, np.where(is_new, 0, YEAR), here)


def _seldom(times: np.ndarray, usual: int, missing: np.ndarray) -> np.ndarray:
    """Most have been here for a year: theirs is looked up."""
    part = (FULL * usual // (usual + np.arange(int(times.max(initial=0)) + 1)))[times]
    late = np.flatnonzero(missing)
    counted = times[late].astype(np.int64) * YEAR + usual * missing[late]
    part[late] = FULL * usual * YEAR // (usual * YEAR + counted)
    return part


def _theme(
    pool: Columns, request: RequestFacts, figures: Figures, places: np.ndarray
) -> np.ndarray | int:
    if not request.themes:
        return FULL
    has = np.zeros(len(places), np.int64)
    for theme in request.themes:
        place = pool.themes.place(theme)
        if place:
            plane, shift = place
            bit = pool.themes.planes[plane][places] >> np.uint8(shift) & np.uint8(1)
            has += figures.rarity(theme) * bit.astype(np.int64)
    return FULL * has // sum(figures.rarity(theme) for theme in request.themes)


def _distance(pool: Columns, request: RequestFacts, places: np.ndarray) -> np.ndarray | int:
    if not request.on_site:
        return FULL
    far = pool.journey(request.place).kilometres.astype(np.int64)
    by_home = np.where(far == UNKNOWN, HALF, np.maximum(0, FULL - LESS_EACH_KM * far))
    part = by_home[pool.people["home"][places]]
    if request.remote:
        part[pool.people["flags"][places] & np.uint16(Flag.WORKS_REMOTELY) != 0] = FULL
    return part
