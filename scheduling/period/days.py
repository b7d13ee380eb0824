"""How much a minor may work on one day, over all the seats of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scheduling.availability import Interval
from scheduling.period.seats import Seat
from scheduling.planning.problem import Flags, Ints, Numbers
from scheduling.wall_clock import day_of, minutes_between

Minutes = Counter[date]
UNLIMITED = 1e9  # minutes


@dataclass(frozen=True)
class DayLimit:
    """`promised` is what she has or may still say yes to already, by the day it begins."""

    longest: int
    promised: Minutes

    def left(self, day: date) -> int:
        return max(0, self.longest - self.promised[day])

    def allows(self, work: Minutes) -> bool:
        return all(minutes <= self.left(day) for day, minutes in work.items())


Limits = Mapping[int, DayLimit]  # by person


def minutes_by_day(intervals: Iterable[Interval]) -> Minutes:
    """By the day each begins."""
    found = Minutes()
    for each in intervals:
        found[day_of(each.starts_at)] += minutes_between(*each)
    return found


def too_long(seats: Sequence[Seat], seat: Ints, person: Ints, limits: Limits) -> Flags:
    """Which pairs are alone more than the person may do on a day."""
    found = np.zeros(len(person), bool)
    for pair in _limited(person, limits):
        work = minutes_by_day(seats[seat[pair]].intervals)
        found[pair] = not limits[int(person[pair])].allows(work)
    return found


def tight(seats: Sequence[Seat], seat: Ints, person: Ints, limits: Limits) -> list[date]:
    """The days on which somebody could be given more than she may do."""
    work: dict[int, Minutes] = defaultdict(Minutes)
    for pair in _limited(person, limits):
        work[int(person[pair])].update(minutes_by_day(seats[seat[pair]].intervals))
    return sorted(
        {day for who, days in work.items() for day in days if days[day] > limits[who].left(day)}
    )


def room(days: Sequence[date], people: int, limits: Limits) -> Numbers:
    """Minutes each person has left, day by day."""
    left = np.full((len(days), people), UNLIMITED)
    for person, limit in limits.items():
        left[:, person] = [limit.left(day) for day in days]
    return left


def first_overworked(
    chosen: Iterable[tuple[int, Sequence[Interval]]], limits: Limits
) -> tuple[int, date] | None:
    """Who would work too long, and when; pair by pair, however the plan was made."""
    work: dict[int, list[Interval]] = defaultdict(list)
    for who, intervals in chosen:
        work[who] += intervals
    for who in sorted(work.keys() & limits.keys()):
        for day, minutes in sorted(minutes_by_day(work[who]).items()):
            if minutes > limits[who].left(day):
                return who, day
    return None


def _limited(person: Ints, limits: Limits) -> list[int]:
    """The pairs of those who have a limit."""
    return np.flatnonzero(np.isin(person, list(limits))).tolist()
