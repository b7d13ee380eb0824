"""Who may take the seats of a period, over columns: the same as the plain rules say, one by one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from scheduling.columns.entries import ANY_MONTH
from scheduling.columns.journeys import MINUTE
from scheduling.columns.pool import Columns
from scheduling.columns.ranking import rank
from scheduling.columns.record import NONE, Flag, day_number
from scheduling.facts import RequestFacts
from scheduling.figures import Figures
from scheduling.period.days import UNLIMITED
from scheduling.period.seats import Seat
from scheduling.planning.problem import Ints, Numbers
from scheduling.reasons import Against
from scheduling.weights import Weights

_REMOTELY = np.uint16(Flag.WORKS_REMOTELY)
_LOW = 0xFFFFFFFF


class Takers(NamedTuple):
    """`places` of the pool, in order; `before` and `after` are minutes of way, and of rest."""

    places: Ints
    points: Ints
    before: Ints
    after: Ints


def takers(
    pool: Columns,
    seat: Seat,
    request: RequestFacts,
    *,
    today: date,
    weights: Weights,
    figures: Figures,
) -> tuple[Takers, Mapping[Against, int]]:
    """Those who may come to every time of the seat, and how many stand aside by which reason."""
    ranked = [
        rank(pool, each, today=today, weights=weights, figures=figures)
        for each in seat.facts(request)
    ]
    places, points, against = ranked[0].places, ranked[0].points, ranked[0].counts
    if len(ranked) > 1:
        mask = np.bitwise_or.reduce([each.mask for each in ranked])
        able = mask[places] == 0
        places, points = places[able], points[able]
        against = {code: int(np.count_nonzero(mask >> n & 1)) for n, code in enumerate(Against)}
    way = _ways(pool, request, places)
    rest = pool.people["rest_minutes"][places].astype(np.int64)
    return Takers(places, points, way, way + rest), against


def worked_ever(pool: Columns, today: date) -> Ints:
    day, owner = pool.rows["worked"].all(pool.stamps)[:2]
    return np.bincount(owner[day <= day_number(today)], minlength=len(pool))


def longest_days(pool: Columns) -> dict[int, int]:
    """By place: how many minutes a day a minor may work, where that was agreed."""
    _, owner, longest = pool.rows["minors"].all(pool.stamps)
    agreed = longest != NONE
    return dict(zip(owner[agreed].tolist(), longest[agreed].tolist(), strict=True))


def room(pool: Columns, months: Sequence[date]) -> Numbers:
    """Minutes each person has left of her wish, month by month."""
    key, owner = pool.rows["room"].all(pool.stamps)[:2]
    month, minutes = key >> 32, key & _LOW
    left = np.full((len(months), len(pool)), UNLIMITED)
    whole = month == ANY_MONTH
    left[:, owner[whole]] = minutes[whole]
    for n, each in enumerate(months):
        here = month == day_number(each)
        left[n, owner[here]] = minutes[here]
    return left


def _ways(pool: Columns, request: RequestFacts, places: Ints) -> Ints:
    if not request.on_site:
        return np.zeros(len(places), np.int64)
    way = pool.journey(request.place).takes[pool.people["home"][places]] // MINUTE
    if request.remote:
        way[pool.people["flags"][places] & _REMOTELY != 0] = 0
    return way
