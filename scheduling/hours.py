"""Which hours may be reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduling.availability import Interval, find_clash
from scheduling.refusals import (
    ClockTimesNeeded,
    ClockTimesNotUsed,
    EndsBeforeStart,
    HoursInFuture,
    HoursOverlap,
    HoursTooEarly,
    MinutesOutOfRange,
    MoreThanElapsed,
    OutsideOccasion,
)
from scheduling.wall_clock import day_of, minutes_between

MINUTES_PER_DAY = 24 * 60

# A meeting begins early or runs late; more than this is another meeting.
TOLERANCE = timedelta(hours=1)


class HourKind(StrEnum):
    PREPARATION = "preparation"
    ACTIVITY = "activity"
    TRAVEL = "travel"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Work of one kind on one day; only activity has clock times, and its minutes omit breaks."""

    kind: HourKind
    day: date
    minutes: int
    during: Interval | None = None


def check_hours(
    hours: Hours,
    *,
    now: datetime,
    earliest: date | None = None,
    occasion: Interval | None = None,
    other_activity: Iterable[Interval] = (),
) -> None:
    """Whether these hours may be reported.

    earliest         the first day any work of the assignment counts
    occasion         None: the work has no fixed time
    other_activity   the same person's, of every assignment, without the entry that is changed
    Raises MinutesOutOfRange, HoursInFuture, HoursTooEarly, ClockTimesNeeded, ClockTimesNotUsed,
    EndsBeforeStart, MoreThanElapsed, OutsideOccasion, HoursOverlap.
    """
    _check_day(hours, day_of(now), earliest)
    if hours.kind != HourKind.ACTIVITY:
        if hours.during is not None:
            raise ClockTimesNotUsed(kind=hours.kind)
        return
    if hours.during is None:
        raise ClockTimesNeeded()
    _check_times(hours.minutes, hours.during, now)
    _check_place_in_time(hours.during, occasion, other_activity)


def _check_day(hours: Hours, today: date, earliest: date | None) -> None:
    if not 1 <= hours.minutes <= MINUTES_PER_DAY:
        raise MinutesOutOfRange(minutes=hours.minutes, least=1, most=MINUTES_PER_DAY)
    if hours.day > today:
        raise HoursInFuture(day=hours.day)
    if earliest is not None and hours.day < earliest:
        raise HoursTooEarly(day=hours.day, earliest=earliest)


def _check_times(minutes: int, during: Interval, now: datetime) -> None:
    elapsed = minutes_between(*during)
    if elapsed <= 0:
        raise EndsBeforeStart(starts_at=during.starts_at, ends_at=during.ends_at)
    if minutes > elapsed:
        raise MoreThanElapsed(minutes=minutes, elapsed=elapsed)
    if during.ends_at > now:
        raise HoursInFuture(day=day_of(during.ends_at))


def _check_place_in_time(
    during: Interval, occasion: Interval | None, other_activity: Iterable[Interval]
) -> None:
    if occasion is not None and (
        during.starts_at < occasion.starts_at - TOLERANCE
        or during.ends_at > occasion.ends_at + TOLERANCE
    ):
        raise OutsideOccasion(starts_at=occasion.starts_at, ends_at=occasion.ends_at)
    clash = find_clash(during, other_activity)
    if clash is not None:
        raise HoursOverlap(starts_at=clash.starts_at, ends_at=clash.ends_at)
