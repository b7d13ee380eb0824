"""Who is free when, over columns: what keeps whom from each occasion."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np

from scheduling.availability import Interval
from scheduling.columns.entries import ANY_MONTH, room_key
from scheduling.columns.journeys import MINUTE, NOWHERE, of_everybody
from scheduling.columns.judged import Judged, once
from scheduling.columns.people import BITS
from scheduling.columns.pool import Columns
from scheduling.columns.record import DAY_PARTS, Flag, day_number, microseconds
from scheduling.facts import RequestFacts
from scheduling.obstacles import DAY_PART_HOURS, OBSTACLES, clock_end, days_of, month_of
from scheduling.reasons import Against
from scheduling.wall_clock import HELSINKI, minutes_between

TIMES = np.uint8(sum(BITS[code] for code in OBSTACLES))  # all in the last plane
_DAY = timedelta(days=1)
_REMOTELY = np.uint16(Flag.WORKS_REMOTELY)


def judge(judged: Judged, pool: Columns, request: RequestFacts) -> None:
    """Whoever is free for one is in; otherwise all that is in the way of some is a reason."""
    if len(request.occasions) == 1:
        for code, found in _obstacles(pool, request, request.occasions[0]).items():
            mark = judged.mark if found.dtype == bool else judged.mark_some
            mark(code, found)
    elif request.occasions:
        _judge_several(judged, pool, request)


def _judge_several(judged: Judged, pool: Columns, request: RequestFacts) -> None:
    met = np.zeros(len(pool), np.uint8)
    missed: np.ndarray = np.zeros(
        len(pool), np.uint8 if len(request.occasions) < 256 else np.uint16
    )
    for occasion in request.occasions:
        here = np.zeros(len(pool), np.uint8)
        for code, found in _obstacles(pool, request, occasion).items():
            if found.dtype == bool:
                here |= found.view(np.uint8) * np.uint8(BITS[code])
            else:
                here[found] |= np.uint8(BITS[code])
        missed += (here != 0).view(np.uint8)
        met |= here
    judged.missed = missed
    met *= missed == len(request.occasions)
    judged.mark_times(met)


def _obstacles(
    pool: Columns, request: RequestFacts, occasion: Interval
) -> dict[Against, np.ndarray]:
    """By reason: a yes or no for everybody, or the places of those it holds for, once each."""
    return {
        Against.BUSY: _busy(pool, request, occasion),
        Against.AWAY: _away(pool, occasion),
        Against.NOT_AT_THAT_TIME: _not_then(pool, request, occasion),
        Against.MINORS_TIME: _not_for_minors(pool, occasion),
        Against.OWN_MONTH_FULL: _month_full(pool, occasion),
    }


def _busy(pool: Columns, request: RequestFacts, occasion: Interval) -> np.ndarray:
    starts, ends = microseconds(occasion.starts_at), microseconds(occasion.ends_at)
    way = pool.journey(request.place) if request.on_site else NOWHERE
    first = starts - way.longest * MINUTE - pool.longest["busy"]
    last = ends + (way.longest + pool.longest["rest"]) * MINUTE
    begins, owner, until = pool.rows["busy"].between(first, last, pool.stamps)
    if request.on_site:
        takes = way.takes[pool.people["home"][owner]]
        if request.remote:
            takes[pool.people["flags"][owner] & _REMOTELY != 0] = 0
        starts, ends = starts - takes, ends + takes
    rest = pool.people["rest_minutes"][owner].astype(np.int64)
    clash = (starts < until) & (begins < ends + rest * MINUTE)
    return once(owner[clash])


def _away(pool: Columns, occasion: Interval) -> np.ndarray:
    first, last = (day_number(day) for day in days_of(occasion))
    rows = pool.rows["blocked"].between(first - pool.longest["blocked"], last, pool.stamps)
    _begins, owner, until = rows
    return once(owner[until >= first])


def _not_then(pool: Columns, request: RequestFacts, occasion: Interval) -> np.ndarray:
    """A part of the week is needed by all, or by those whose way is longer than so many minutes."""
    way = pool.journey(request.place) if request.on_site else NOWHERE
    everybody, later = 0, []
    for bit, margin in _parts_around(occasion, way.longest):
        if margin < 0:
            everybody |= bit
        elif margin < way.longest * MINUTE:
            later.append((bit, margin))
    never = pool.people["never"]
    if not later:
        return never & np.uint32(everybody) != 0
    bits, margins = np.array(later).T[:, :, None]
    by_home = np.bitwise_or.reduce((way.takes > margins) * bits) | everybody
    needed = of_everybody(by_home.astype(np.uint32), pool.people["home"])
    if request.remote:
        needed *= pool.people["flags"] & _REMOTELY == 0
        needed |= np.uint32(everybody)
    needed &= never
    return needed != 0


def _parts_around(occasion: Interval, longest: int) -> list[tuple[int, int]]:
    """Parts of the week as bits, each with how long a way may be not to touch it."""
    starts, ends = microseconds(occasion.starts_at), microseconds(occasion.ends_at)
    ends = max(ends, starts + 1)
    reach = timedelta(minutes=longest)
    day = (occasion.starts_at - reach).astimezone(HELSINKI).date()
    last = (occasion.ends_at + reach).astimezone(HELSINKI).date()
    found = []
    while day <= last:
        for bit, first, until in _parts_of(day):
            found.append((bit, max(first - ends, starts - until)))
        day += _DAY
    return found


@lru_cache(maxsize=4096)
def _parts_of(day: date) -> list[tuple[int, int, int]]:
    """Bit, first and last moment of the three parts of a day."""
    return [
        (1 << 7 * DAY_PARTS[part] + day.weekday(), _moment(day, first), _moment(day, last))
        for part, (first, last) in DAY_PART_HOURS.items()
    ]


def _moment(day: date, hour: int) -> int:
    after, hour = divmod(hour, 24)
    return microseconds(datetime.combine(day + after * _DAY, time(hour), HELSINKI))


def _not_for_minors(pool: Columns, occasion: Interval) -> np.ndarray:
    latest, owner, longest = pool.rows["minors"].all(pool.stamps)
    too_late = clock_end(occasion) > latest
    return once(owner[too_late | (minutes_between(*occasion) > longest)])


def _month_full(pool: Columns, occasion: Interval) -> np.ndarray:
    lasts = minutes_between(*occasion)
    full = [
        pool.rows["room"].between(room_key(month, 0), room_key(month, lasts - 1), pool.stamps)[1]
        for month in (ANY_MONTH, day_number(month_of(occasion)))
    ]
    return once(np.concatenate(full))
