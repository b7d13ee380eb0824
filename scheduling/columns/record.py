"""One person's facts as bytes: a header of fixed size, then the parts of varying length."""

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import IntFlag

import numpy as np

from scheduling.facts import ExpertFacts
from scheduling.kinds import DayPart, Level, Perspective, RequestKind

LAYOUT = 2  # the first byte; another number: the record is packed anew from the facts

# The parts in this order, and how many numbers of four bytes one entry takes.
PARTS = {
    "themes": 2,
    "languages": 2,
    "trainings": 2,
    "unsuited": 2,
    "busy": 4,
    "blocked": 2,
    "promised": 2,
    "asked": 1,
    "worked": 1,
}
HEADER = np.dtype(
    [
        ("layout", "u1"),
        ("kinds", "u1"),
        ("levels", "u1"),  # 0: any
        ("learns", "u1"),
        ("good_at", "u1"),
        ("flags", "<u2"),
        ("id", "<i8"),
        ("available", "<u4"),  # bit 7 * part of the day + weekday; 0: any time
        ("latitude", "<f8"),
        ("longitude", "<f8"),
        ("travels_km", "<i4"),
        ("since", "<i4"),
        ("paused_until", "<i4"),
        ("agreement_from", "<i4"),
        ("agreement_until", "<i4"),
        ("rest_minutes", "<i4"),
        ("guardian_latest", "<i4"),
        ("guardian_day", "<i4"),
        ("wish", "<i4"),
        ("counts", "<u2", len(PARTS)),  # of entries
    ]
)
NONE = 2**31 - 1  # a number that is not given
THEME, MUNICIPALITY, UNIT = range(3)  # what may be unsuited

KINDS = {kind: 1 << n for n, kind in enumerate(RequestKind)}
LEVELS = {level: 1 << n for n, level in enumerate(Level)}
PERSPECTIVES = list(Perspective)
DAY_PARTS = {part: n for n, part in enumerate(DayPart)}
ZERO = date(1970, 1, 1).toordinal()

_LETTERS = 4
_HEADER = struct.Struct("<5BHqI2d9i9H")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBERS = {perspective: n for n, perspective in enumerate(PERSPECTIVES)}


class Flag(IntFlag):
    STOPPED = 1
    HIDDEN = 2
    WORKS_REMOTELY = 4
    HAS_AGREEMENT = 8
    AGREEMENT_IS_CURRENT = 16
    IS_MINOR = 32
    GUARDIAN_CONSENTS = 64
    HAS_HOME = 128
    RECORD_CHECKED = 256
    NEEDS_SUPPORT = 512


def pack(expert: ExpertFacts) -> bytes:
    """All that decides and ranks, and nothing that depends on the day one looks.

    Raises ValueError for a code of a language or municipality longer than four letters.
    """
    parts = _parts(expert)
    numbers = [number for part in parts for entry in part for number in entry]
    header = _HEADER.pack(
        LAYOUT,
        _bits(expert.kinds, KINDS),
        _bits(expert.levels, LEVELS),
        _bits(expert.learns, KINDS),
        _bits(expert.good_at, KINDS),
        _flags(expert),
        expert.id,
        sum(1 << 7 * DAY_PARTS[part] + weekday for weekday, part in expert.available),
        *(expert.home or (0.0, 0.0)),
        _or_none(expert.travels_km),
        _day_or_none(expert.past.since),
        _day_or_none(expert.paused_until),
        _day_or_none(expert.agreement_from),
        _day_or_none(expert.agreement_until),
        expert.rest_minutes,
        _or_none(expert.guardian_latest_minute),
        _or_none(expert.guardian_day_minutes),
        _or_none(expert.wished_minutes_a_month),
        *map(len, parts),
    )
    return header + struct.pack(f"<{len(numbers)}I", *numbers)


def text_number(code: str) -> int:
    """A short code as a number of four bytes. Raises ValueError."""
    letters = code.encode()
    if len(letters) > _LETTERS:
        raise ValueError(f"{code!r} is longer than four letters.")
    return int.from_bytes(letters, "little")


def wanted_number(code: str) -> int:
    """Of a code that is asked for: one too long to be packed is nobody's."""
    return text_number(code) if len(code.encode()) <= _LETTERS else NONE


def day_number(day: date) -> int:
    """Days since 1970; what is before it counts as its first day."""
    return max(0, day.toordinal() - ZERO)


def microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _parts(expert: ExpertFacts) -> list[list[tuple[int, ...]]]:
    unsuited = {
        *((THEME, each) for each in expert.avoids_themes),
        *((MUNICIPALITY, text_number(each)) for each in expert.avoids_municipalities),
        *((UNIT, each) for each in expert.avoids_units | expert.own_units),
    }
    return [
        [(row.theme_id, _NUMBERS[row.perspective]) for row in sorted(expert.themes)],
        [(text_number(code), fluency) for code, fluency in sorted(expert.languages.items())],
        [(day_number(each.first), _day_or_none(each.last)) for each in expert.trainings],
        sorted(unsuited),
        [(*_halves(each.starts_at), *_halves(each.ends_at)) for each in expert.busy],
        [(day_number(each.first), day_number(each.last)) for each in expert.blocked],
        [(day_number(month), minutes) for month, minutes in sorted(expert.promised.items())],
        _days(expert.past.asked_on),
        _days(expert.past.worked_on),
    ]


def _days(days: Sequence[date]) -> list[tuple[int, ...]]:
    return [(day_number(day),) for day in days]


def _halves(moment: datetime) -> tuple[int, int]:
    whole = microseconds(moment) & (2**64 - 1)
    return whole & (2**32 - 1), whole >> 32


def _flags(expert: ExpertFacts) -> int:
    given = {
        Flag.STOPPED: expert.stopped,
        Flag.HIDDEN: expert.hidden,
        Flag.WORKS_REMOTELY: expert.works_remotely,
        Flag.HAS_AGREEMENT: expert.agreement_from is not None,
        Flag.AGREEMENT_IS_CURRENT: expert.agreement_is_current,
        Flag.IS_MINOR: expert.is_minor,
        Flag.GUARDIAN_CONSENTS: expert.guardian_consents,
        Flag.HAS_HOME: expert.home is not None,
        Flag.RECORD_CHECKED: expert.record_checked_on is not None,
        Flag.NEEDS_SUPPORT: expert.needs_support,
    }
    return sum(flag for flag, holds in given.items() if holds)


def _bits(chosen: Iterable[str], bits: dict) -> int:
    return sum(bits[each] for each in chosen)


def _or_none(number: int | None) -> int:
    return NONE if number is None else number


def _day_or_none(day: date | None) -> int:
    return NONE if day is None else day_number(day)
