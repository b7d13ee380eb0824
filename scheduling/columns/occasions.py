"""Who is free when, over columns: what keeps whom from each occasion."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np

from scheduling.availability import Interval
from scheduling.columns.judged import Judged
from scheduling.columns.people import BITS, NOT_GIVEN
from scheduling.columns.pool import Columns
from scheduling.columns.record import DAY_PARTS, Flag, day_number, microseconds
from scheduling.facts import RequestFacts
from scheduling.obstacles import DAY_PART_HOURS, OBSTACLES, clock_end, days_of, month_of
from scheduling.reasons import Against
from scheduling.wall_clock import HELSINKI, minutes_between

TIMES = np.uint8(sum(BITS[code] for code in OBSTACLES))  # all in the last plane
_MINUTE = 60_000_000  # microseconds
_DAY = timedelta(days=1)
_REMOTELY = np.uint16(Flag.WORKS_REMOTELY)
_COLUMNS = ("mornings", "afternoons", "evenings")


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
    for code in OBSTACLES:
        judged.mark(code, (met & np.uint8(BITS[code])) != 0)


def _obstacles(
    pool: Columns, request: RequestFacts, occasion: Interval
) -> dict[Against, np.ndarray]:
    """By reason: a yes or no for everybody, or the places of those it holds for, once each."""
    minutes = pool.journey(request.place).minutes if request.on_site else None
    remotely = _REMOTELY if request.remote else np.uint16(0)
    return {
        Against.BUSY: _busy(pool, occasion, minutes, remotely),
        Against.AWAY: _away(pool, occasion),
        Against.NOT_AT_THAT_TIME: _not_then(pool, occasion, minutes, remotely),
        Against.MINORS_TIME: _not_for_minors(pool, occasion),
        Against.OWN_MONTH_FULL: _month_full(pool, occasion),
    }


def _ways(
    pool: Columns, places: np.ndarray, minutes: np.ndarray | None, remotely: np.uint16
) -> np.ndarray:
    """Minutes one way; none for those who stay where they are."""
    if minutes is None:
        return np.zeros(len(places), np.int64)
    ways = minutes[pool.people["home"][places]]
    ways[pool.people["flags"][places] & remotely != 0] = 0
    return ways


def _busy(
    pool: Columns, occasion: Interval, minutes: np.ndarray | None, remotely: np.uint16
) -> np.ndarray:
    starts, ends = microseconds(occasion.starts_at), microseconds(occasion.ends_at)
    longest = 0 if minutes is None else int(minutes.max())
    first = starts - longest * _MINUTE - pool.longest["busy"]
    last = ends + (longest + pool.longest["rest"]) * _MINUTE
    begins, owner, until = pool.rows["busy"].between(first, last, pool.stamps)
    ways = _ways(pool, owner, minutes, remotely)
    rest = pool.people["rest_minutes"][owner]
    clash = (starts - ways * _MINUTE < until) & (begins < ends + (ways + rest) * _MINUTE)
    return np.unique(owner[clash])


def _away(pool: Columns, occasion: Interval) -> np.ndarray:
    first, last = (day_number(day) for day in days_of(occasion))
    rows = pool.rows["blocked"].between(first - pool.longest["blocked"], last, pool.stamps)
    _begins, owner, until = rows
    return np.unique(owner[until >= first])


def _not_then(
    pool: Columns, occasion: Interval, minutes: np.ndarray | None, remotely: np.uint16
) -> np.ndarray:
    """A part of the week is needed by all, or by those whose way is longer than so many minutes."""
    always = dict.fromkeys(_COLUMNS, 0)
    longest = 0 if minutes is None else int(minutes.max())
    later = []
    for column, bit, margin in _parts_around(occasion, longest):
        if margin < 0:
            always[column] |= bit
        elif margin < longest * _MINUTE:
            later.append((column, bit, margin))
    lacks = np.zeros(len(pool), bool)
    for column, bits in always.items():
        if bits:
            lacks |= pool.people[column] & np.uint8(bits) != bits
    for column, bit, margin in later:
        places = np.flatnonzero(pool.people[column] & np.uint8(bit) == 0)
        ways = _ways(pool, places, minutes, remotely)
        lacks[places[ways * _MINUTE > margin]] = True
    return lacks


def _parts_around(occasion: Interval, longest: int) -> list[tuple[str, int, int]]:
    """Parts of the week as column and bit, each with how long a way may be not to touch it."""
    starts, ends = microseconds(occasion.starts_at), microseconds(occasion.ends_at)
    reach = timedelta(minutes=longest)
    day = (occasion.starts_at - reach).astimezone(HELSINKI).date()
    last = (occasion.ends_at + reach).astimezone(HELSINKI).date()
    found = []
    while day <= last:
        for column, bit, first, until in _parts_of(day):
            found.append((column, bit, max(first - max(ends, starts + 1), starts - until)))
        day += _DAY
    return found


@lru_cache(maxsize=4096)
def _parts_of(day: date) -> list[tuple[str, int, int, int]]:
    """Column, bit, first and last moment of the three parts of a day."""
    bit = 1 << day.weekday()
    return [
        (_COLUMNS[DAY_PARTS[part]], bit, _moment(day, first), _moment(day, last))
        for part, (first, last) in DAY_PART_HOURS.items()
    ]


def _moment(day: date, hour: int) -> int:
    after, hour = divmod(hour, 24)
    return microseconds(datetime.combine(day + after * _DAY, time(hour), HELSINKI))


def _not_for_minors(pool: Columns, occasion: Interval) -> np.ndarray:
    ends = min(clock_end(occasion), NOT_GIVEN - 1)
    lasts = min(minutes_between(*occasion), NOT_GIVEN - 1)
    return (pool.people["latest"] < np.uint16(max(0, ends))) | (
        pool.people["longest"] < np.uint16(max(0, lasts))
    )


def _month_full(pool: Columns, occasion: Interval) -> np.ndarray:
    lasts = minutes_between(*occasion)
    wish = pool.people["wish"]
    full = wish < np.uint16(min(lasts, NOT_GIVEN - 1))
    month = day_number(month_of(occasion))
    _month, owner, promised = pool.rows["promised"].between(month, month, pool.stamps)
    full[owner[promised + lasts > wish[owner]]] = True
    return full
