"""When a person is taken: an occasion with the way there and back and the rest she has chosen."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple


class Interval(NamedTuple):
    """Its end does not belong to it."""

    starts_at: datetime
    ends_at: datetime


class DaySpan(NamedTuple):
    """Whole days, both ends belong to it."""

    first: date
    last: date


class Validity(NamedTuple):
    """Both ends belong to it; no last day: until further notice."""

    first: date
    last: date | None = None


def busy_interval(occasion: Interval, *, travel_minutes: int | None, rest_minutes: int) -> Interval:
    """The time one occasion takes from a person.

    travel_minutes   one way, counted before and after; None: unknown, nothing is added
    rest_minutes     counted after, so that two occasions always keep exactly this rest between
    """
    travel = timedelta(minutes=travel_minutes or 0)
    rest = timedelta(minutes=rest_minutes)
    return Interval(occasion.starts_at - travel, occasion.ends_at + travel + rest)


def overlap(one: Interval, other: Interval) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def find_clash(wanted: Interval, taken: Iterable[Interval]) -> Interval | None:
    """The earliest interval of `taken` that overlaps `wanted`."""
    return min((each for each in taken if overlap(wanted, each)), default=None)
