"""What one person cannot do at once: spans of time, and the largest sets that share a moment."""

from dataclasses import dataclass

import numpy as np

from scheduling.planning.problem import Flags, Ints, Problem
from scheduling.planning.runs import spread, starts_of


@dataclass(frozen=True, eq=False)
class Taken:
    """The time that pairs take: `pair` is a position in the array that was asked about."""

    pair: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True, eq=False)
class Cliques:
    """Sets of pairs of one person of which she can take one: member `pair`s of each `row`.

    Every pair of that person that covers the row's `moment` belongs to the set.
    """

    row: Ints
    pair: Ints
    expert: Ints
    moment: Ints


class Calendar:
    """The spans of each seat; an explicit conflict is a moment of its own after all others."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        spans = problem.spans
        earliest = spans.start.min(initial=0) - _most(problem.before)
        latest = spans.end.max(initial=0) + _most(problem.after) - earliest + 1
        seats, moments = _conflict_moments(problem.conflicts)
        seat = np.concatenate([spans.seat, seats]).astype(np.int64)
        order = np.argsort(seat, kind="stable")
        self._start = np.concatenate([spans.start - earliest, latest + moments])[order]
        self._end = np.concatenate([spans.end - earliest, latest + moments + 1])[order]
        self._on_the_clock = np.arange(len(seat))[order] < len(spans.seat)
        self._first = np.searchsorted(seat[order], np.arange(len(problem.needs) + 1))
        self.horizon = int(latest + len(moments) + 1)

    def taken(self, pairs: Ints) -> Taken:
        """Way and rest included; spans of one pair that meet are cut to be apart."""
        seat = self._problem.seat[pairs]
        counts = self._first[seat + 1] - self._first[seat]
        which = np.repeat(np.arange(len(pairs)), counts)
        span = spread(self._first[seat], counts)
        start, end = self._start[span].copy(), self._end[span].copy()
        clock = self._on_the_clock[span]
        if self._problem.before is not None:
            start -= np.where(clock, self._problem.before[pairs[which]], 0)
        if self._problem.after is not None:
            end += np.where(clock, self._problem.after[pairs[which]], 0)
        if (counts > 1).any():
            return self._apart(which, start, end)
        return Taken(which, start, end)

    def _apart(self, which: Ints, start: Ints, end: Ints) -> Taken:
        order = np.lexsort((start, which))
        which, start, end = which[order], start[order], end[order]
        offset = which * self.horizon
        reached = np.maximum.accumulate(end + offset) - offset
        start[1:] = np.where(
            which[1:] == which[:-1], np.maximum(start[1:], reached[:-1]), start[1:]
        )
        left = start < end
        return Taken(which[left], start[left], end[left])

    def cliques(self, pairs: Ints) -> Cliques:
        """Every two pairs of one person that meet share a row."""
        taken = self.taken(pairs)
        expert = self._problem.expert[pairs].astype(np.int64)[taken.pair]
        key = expert * self.horizon + taken.start
        order = np.argsort(key, kind="stable")
        key, expert, pair = key[order], expert[order], taken.pair[order]
        start, end = taken.start[order], taken.end[order]
        longest = int((end - start).max(initial=1))
        first = np.searchsorted(key, key - np.minimum(start, longest - 1))
        counts = np.arange(len(key)) - first + 1
        at = np.repeat(np.arange(len(key)), counts)
        member = spread(first, counts)
        meets = end[member] > start[at]
        at, member = at[meets], member[meets]
        rows = starts_of(at)
        keep = self._largest(rows, at, end[member], key)
        keep[keep] = _different(rows, pair[member], len(pairs))[keep]
        row = np.cumsum(keep) - 1
        size = np.diff(np.append(rows, len(at)))
        inside = np.repeat(keep, size)
        return Cliques(
            row=np.repeat(row, size)[inside],
            pair=pair[member][inside],
            expert=expert[at[rows]][keep],
            moment=start[at[rows]][keep],
        )

    def _largest(self, rows: Ints, at: Ints, end: Ints, key: Ints) -> Flags:
        """Two members or more, of which one has ended before the person's next begins."""
        if not len(rows):
            return np.empty(0, bool)
        size = np.diff(np.append(rows, len(at)))
        here = key[at[rows]]
        following = np.append(here[1:], np.iinfo(np.int64).max)
        person = here // self.horizon * self.horizon
        return (size >= 2) & (person + np.minimum.reduceat(end, rows) <= following)


def _different(rows: Ints, members: Ints, pairs: int) -> Flags:
    """The first of each group of equal sets, told apart by a sum of random numbers."""
    if not len(rows):
        return np.empty(0, bool)
    marks = np.random.default_rng(0).integers(1, 2**62, pairs)
    _, first = np.unique(np.add.reduceat(marks[members], rows), return_index=True)
    different = np.zeros(len(rows), bool)
    different[first] = True
    return different


def _conflict_moments(conflicts: Ints) -> tuple[Ints, Ints]:
    """Seats and the numbers of the sets they belong to; every conflict lies within a set."""
    beside: dict[int, set[int]] = {}
    for one, other in conflicts.tolist():
        if one != other:
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    open_ones = {seat: set(others) for seat, others in beside.items()}
    seats: list[int] = []
    moments: list[int] = []
    moment = 0
    for seat in sorted(beside):
        while open_ones[seat]:
            clique = _grown(seat, beside, open_ones)
            for member in clique:
                open_ones[member] -= clique
            seats += sorted(clique)
            moments += [moment] * len(clique)
            moment += 1
    return np.array(seats, np.int64), np.array(moments, np.int64)


def _grown(seat: int, beside: dict[int, set[int]], open_ones: dict[int, set[int]]) -> set[int]:
    clique, common = {seat}, set(beside[seat])
    fresh = open_ones[seat]
    while common:
        best = min(common & fresh or common)
        clique.add(best)
        common &= beside[best]
    return clique


def _most(minutes: Ints | None) -> int:
    return 0 if minutes is None else int(minutes.max(initial=0))
