"""Sentences' reasons from columns: the same as the plain rules give, for those who are shown."""

from datetime import date
from functools import lru_cache

import numpy as np

from scheduling.columns.journeys import UNKNOWN
from scheduling.columns.judged import Judged
from scheduling.columns.occasions import TIMES
from scheduling.columns.people import BITS, PLANES
from scheduling.columns.pool import Columns
from scheduling.columns.record import KINDS, LEVELS, PERSPECTIVES, ZERO, Flag, day_number
from scheduling.columns.scoring import ANY_LEVEL
from scheduling.columns.today import Today
from scheduling.eligibility import work_days
from scheduling.facts import OfferedTheme, RequestFacts
from scheduling.merits import last_asked, way
from scheduling.reasons import Against, Because, Reason

_ONE = {code: Reason(code) for code in (*Against, *Because)}
_REMOTELY, _CHECKED, _SUPPORT = map(
    int, (Flag.WORKS_REMOTELY, Flag.RECORD_CHECKED, Flag.NEEDS_SUPPORT)
)
_CODES = [[code for code in Against if PLANES[code] == plane] for plane in range(3)]


def reasons_for(
    pool: Columns, request: RequestFacts, today: Today, judged: Judged, places: np.ndarray
) -> list[tuple[Reason, ...]]:
    """As the plain rules order them."""
    people, tells = pool.people, _Tells(request)
    far = pool.journey(request.place).kilometres
    rows = zip(
        pool.lived.among(request.themes, places),
        people["id"][places].tolist(),
        _turns(today, places),
        people["levels"][places].tolist(),
        people["learns"][places].tolist(),
        people["good_at"][places].tolist(),
        people["flags"][places].tolist(),
        far[people["home"][places]].tolist(),
        _missed(judged, places, len(request.occasions)),
        strict=True,
    )
    return [
        (
            *(tells.wish(who) if tells.has_wishes else ()),
            *turn,
            *[_has(*each) for each in lived],
            *tells.work(levels, learns, good_at),
            *tells.way(km, flags),
            *(tells.dates(missed) if missed else ()),
            *tells.notes(who, flags),
        )
        for lived, who, turn, levels, learns, good_at, flags, km, missed in rows
    ]


class _Tells:
    """What to say of one person, asked with her numbers."""

    def __init__(self, request: RequestFacts) -> None:
        self._request = request
        self.has_wishes = bool(request.asked_by_name or request.continues)
        self._level, self._kind = LEVELS[request.level], KINDS[request.kind]
        self._speaks = _speaks(request.language)
        self._unchecked = request.with_minors and request.checks_records

    def wish(self, who: int) -> list[Reason]:
        named = [_ONE[Because.ASKED_BY_NAME]] if who in self._request.asked_by_name else []
        return [*named, _ONE[Because.CONTINUES]] if who in self._request.continues else named

    def work(self, levels: int, learns: int, good_at: int) -> list[Reason]:
        """With the language, which always is the last of it."""
        reasons = []
        if levels & self._level and levels != ANY_LEVEL:
            reasons.append(_ONE[Because.NAMED_THE_LEVEL])
        if learns & self._kind:
            reasons.append(_ONE[Because.WANTS_TO_LEARN])
        if good_at & self._kind:
            reasons.append(_ONE[Because.GOOD_AT])
        reasons.append(self._speaks)
        return reasons

    def way(self, kilometres: int, flags: int) -> list[Reason]:
        reasons = [_way(kilometres)] if self._request.on_site else []
        if self._request.remote and flags & _REMOTELY:
            reasons.append(_ONE[Because.TAKES_PART_REMOTELY])
        return reasons

    def dates(self, missed: int) -> tuple[Reason]:
        occasions = len(self._request.occasions)
        return (_free_on(occasions - missed, occasions),)

    def notes(self, who: int, flags: int) -> list[Reason]:
        reasons = []
        if who in self._request.ask_before_confirming:
            reasons.append(_ONE[Because.ASK_BEFORE_CONFIRMING])
        if self._unchecked and not flags & _CHECKED:
            reasons.append(_ONE[Because.RECORD_CHECK_MISSING])
        if flags & _SUPPORT:
            reasons.append(_ONE[Because.SUPPORT_NEEDED])
        return reasons


def reasons_against(
    pool: Columns, request: RequestFacts, today: Today, judged: Judged, places: np.ndarray
) -> list[tuple[Reason, ...]]:
    """In the order of Against."""
    return [
        tuple(
            _against(pool, request, today, code, place)
            for codes, plane in zip(_CODES, judged.planes, strict=True)
            for code in codes
            if plane[place] & BITS[code]
        )
        for place in places.tolist()
    ]


def _against(
    pool: Columns, request: RequestFacts, today: Today, code: Against, place: int
) -> Reason:
    people = pool.people
    values: dict[str, object] = {}
    match code:
        case Against.PAUSED:
            values = {"until": date.fromordinal(ZERO + int(people["paused_until"][place]))}
        case Against.KIND_NOT_ACCEPTED:
            values = {"kind": request.kind}
        case Against.LEVEL_NOT_ACCEPTED:
            values = {"level": request.level}
        case Against.LANGUAGE_NOT_SPOKEN:
            values = {"language": request.language}
        case Against.AGREEMENT_NOT_VALID:
            first, last = people["agreed_from"][place], people["agreed_until"][place]
            days = work_days(request, today.day)
            outside = (day for day in days if not first <= day_number(day) <= last)
            values = {"day": next(outside)}
        case Against.TOO_FAR:
            far = pool.journey(request.place).kilometres[people["home"][place]]
            values = {"kilometres": int(far), "limit": int(people["reaches"][place]) - 1}
    return Reason(code, values) if values else _ONE[code]


def _missed(judged: Judged, places: np.ndarray, occasions: int) -> list[int]:
    """How many occasions each could not take."""
    if judged.missed is not None:
        return judged.missed[places].tolist()
    if not occasions:
        return [0] * len(places)
    return (judged.planes[2][places] & TIMES != 0).astype(int).tolist()


def _turns(today: Today, places: np.ndarray) -> list[tuple[Reason, ...]]:
    columns = (today.last, today.asked, today.worked)
    return [
        _turn(today.number - last, asked, worked) if last else _NEW
        for last, asked, worked in zip(*(each[places].tolist() for each in columns), strict=True)
    ]


_NEW = (_ONE[Because.NEWCOMER],)


@lru_cache(maxsize=65536)
def _turn(days: int, asked: int, worked: int) -> tuple[Reason, ...]:
    counted = (last_asked(days), Reason(Because.TIMES_ASKED, {"times": asked}))
    return (*counted, Reason(Because.TIMES_WORKED, {"times": worked})) if worked else counted


@lru_cache(maxsize=4096)
def _has(theme_id: int, perspective: int) -> Reason:
    offered = OfferedTheme(theme_id, PERSPECTIVES[perspective])
    return Reason(Because.HAS_THEME, offered._asdict())


@lru_cache(maxsize=1024)
def _speaks(language: str) -> Reason:
    return Reason(Because.SPEAKS, {"language": language})


@lru_cache(maxsize=4096)
def _way(kilometres: int) -> Reason:
    return way(None if kilometres == UNKNOWN else kilometres)


@lru_cache(maxsize=1024)
def _free_on(free: int, occasions: int) -> Reason:
    return Reason(Because.FREE_ON_SOME, {"free": free, "of": occasions})
