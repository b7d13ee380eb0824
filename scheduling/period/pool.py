"""Everybody against every seat of a period, as arrays: who may take what, and how much."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

import numpy as np

from scheduling.obstacles import month_of
from scheduling.period.days import minutes_by_day
from scheduling.period.seats import Seat
from scheduling.planning import PairRule, Problem, Spans
from scheduling.planning.problem import Flags, Ints, Numbers
from scheduling.reasons import Against
from scheduling.wall_clock import minutes_between
from scheduling.weights import Weights

FULL_POINTS = 1000

# A seat is worth twice the best fit there is, so that hardly any fit leaves one empty.
FITS_OF_A_SEAT = 2
# One more seat for the same person costs this part of what wait, asked and worked weigh.
STEP = 4


@dataclass(frozen=True, eq=False)
class People:
    """`room` is the minutes each has left, by month and then by day; of days there are those on
    which somebody may be given too much. `taken` are the seats each has in the period.
    """

    ids: Ints
    first_timer: Flags
    experienced: Flags
    taken: Ints
    months: Sequence[date]
    room: Numbers
    days: Sequence[date] = ()


@dataclass(frozen=True, eq=False)
class Pairs:
    """`seat` and `person` are positions; `before` and `after` her way there, way back and rest."""

    seat: Ints
    person: Ints
    points: Ints
    before: Ints
    after: Ints


@dataclass(frozen=True, eq=False)
class Pool:
    """`against` tells for each seat how many stand aside by which reason."""

    seats: Sequence[Seat]
    people: People
    pairs: Pairs
    against: Sequence[Mapping[Against, int]]

    def able(self, seat: int) -> list[tuple[int, int]]:
        """Who may take it, by id, and her points; the most first."""
        found = np.flatnonzero(self.pairs.seat == seat)
        ids = self.people.ids[self.pairs.person[found]]
        return list(zip(ids.tolist(), self.pairs.points[found].tolist(), strict=True))

    def pair_of(self, seat: int, expert_id: int) -> int | None:
        """Its position; None: she may not take that seat."""
        person = np.flatnonzero(self.people.ids == expert_id)
        found = np.flatnonzero((self.pairs.seat == seat) & np.isin(self.pairs.person, person))
        return int(found[0]) if len(found) else None


@dataclass(frozen=True, eq=False)
class Wishes:
    """What the coordinator has said of a plan: `locked` and `barred` are positions of pairs.

    emptied  places of each seat that are left empty
    freed    teams that need nobody experienced, as one of them was chosen by name
    """

    locked: Ints
    barred: Ints
    emptied: Ints
    freed: AbstractSet[int] = frozenset()


def seat_worth(weights: Weights) -> int:
    """In points."""
    return FITS_OF_A_SEAT * FULL_POINTS * sum(vars(weights).values())


def step_cost(weights: Weights) -> int:
    """Of one more seat for the same person, in points."""
    return FULL_POINTS * (weights.wait + weights.asked + weights.worked) // STEP


def problem_of(pool: Pool, weights: Weights, wishes: Wishes) -> Problem:
    pairs = pool.pairs
    return Problem(
        needs=np.array([each.needs for each in pool.seats], np.int64) - wishes.emptied,
        seat=pairs.seat,
        expert=pairs.person,
        value=pairs.points + seat_worth(weights),
        experts=len(pool.people.ids),
        capacity=pool.people.room,
        seat_loads=_loads(pool),
        spans=spans_of(pool.seats),
        before=pairs.before,
        after=pairs.after,
        fairness=step_cost(weights),
        starts=pool.people.taken,
        pair_rule=_pair_rule(pool, wishes.freed),
        locked=wishes.locked,
        barred=wishes.barred,
    )


class Limits(NamedTuple):
    """What every problem of a period has, and a bare one may lack."""

    capacity: Numbers
    seat_loads: Numbers
    before: Ints
    after: Ints
    starts: Ints
    pair_rule: PairRule


def limits_of(problem: Problem) -> Limits:
    return Limits(*(cast(Any, getattr(problem, name)) for name in Limits._fields))


def spans_of(seats: Sequence[Seat]) -> Spans:
    """In minutes of the world's clock."""
    rows = [
        (n, int(each.starts_at.timestamp()) // 60, -(-int(each.ends_at.timestamp()) // 60))
        for n, seat in enumerate(seats)
        for each in seat.intervals
    ]
    seat, start, end = np.array(rows, np.int64).reshape(-1, 3).T
    return Spans(seat, start, end)


def _loads(pool: Pool) -> Numbers:
    """What a seat takes of each month's room, and of each day's."""
    months, days = pool.people.months, pool.people.days
    loads = np.zeros((len(months) + len(days), len(pool.seats)))
    month_row = {month: n for n, month in enumerate(months)}
    day_row = {day: len(months) + n for n, day in enumerate(days)}
    for n, seat in enumerate(pool.seats):
        for each in seat.intervals:
            loads[month_row[month_of(each)], n] += minutes_between(*each)
        for day, minutes in minutes_by_day(seat.intervals).items():
            if day in day_row:
                loads[day_row[day], n] = minutes
    return loads


def _pair_rule(pool: Pool, freed: AbstractSet[int]) -> PairRule:
    """For teams of two or more, unless somebody experienced is in it or none could come."""
    people, teams = pool.people, defaultdict(list)
    for n, seat in enumerate(pool.seats):
        teams[seat.team].append(n)
    guided = np.zeros(len(pool.seats), bool)
    guided[pool.pairs.seat[people.experienced[pool.pairs.person]]] = True
    group, numbers = np.full(len(pool.seats), -1), 0
    for team, places in teams.items():
        is_ruled = team not in freed and guided[places].any()
        if is_ruled and _is_a_team([pool.seats[n] for n in places]):
            group[places] = numbers
            numbers += 1
    return PairRule(group, people.first_timer, people.experienced)


def _is_a_team(seats: Sequence[Seat]) -> bool:
    times = [time for seat in seats for time in seat.times]
    places = sum(seat.needs for seat in seats) + max(time.teamed for time in times)
    return places > 1 and not all(time.guided for time in times)
