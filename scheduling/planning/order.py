"""The pairs of each seat, the worthiest first: what is good enough is then always a front part."""

import numpy as np

from scheduling.planning.problem import Ints, Numbers, Problem
from scheduling.planning.runs import spread


class Ordered:
    """Positions, in the problem, of the pairs that may be chosen.

    A pair's worth is its value less the stair of fairness that its person has climbed already.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._low = -np.asarray(problem.value, float)  # ascending within a seat
        if problem.starts is not None and problem.fairness:
            self._low += problem.fairness * problem.starts[problem.expert]
        self._position: Ints | None = None
        seat = problem.seat
        if len(problem.barred) or not _is_ordered(seat, self._low):
            open_ones = np.ones(len(seat), bool)
            open_ones[problem.barred] = False
            kept = np.flatnonzero(open_ones)
            self._position = kept[np.lexsort((self._low[kept], seat[kept]))]
            seat, self._low = seat[self._position], self._low[self._position]
        self._first = np.searchsorted(seat, np.arange(len(problem.needs) + 1))
        self._worth = -self._low if self._position is None else _back(self)
        self.locked = np.zeros(len(problem.seat), bool)
        self.locked[problem.locked] = True

    def __len__(self) -> int:
        return len(self._low)

    def worth(self, pairs: Ints) -> Numbers:
        return self._worth[pairs]

    @property
    def highest(self) -> float:
        return float(-self._low.min(initial=0)) or 1.0

    def best(self, most: Ints) -> Ints:
        """At most so many of each seat, and all that are locked."""
        counts = np.minimum(np.diff(self._first), most)
        return self._fitting(self._positions(self._first[:-1], counts))

    def above(self, least: Numbers) -> Ints:
        """Those worth more than their seat's `least`, and all that are locked."""
        counts = [
            int(np.searchsorted(self._low[first:after], -bar))
            for first, after, bar in zip(
                self._first[:-1].tolist(), self._first[1:].tolist(), least.tolist(), strict=True
            )
        ]
        return self._fitting(self._positions(self._first[:-1], np.array(counts, np.int64)))

    def _positions(self, first: Ints, counts: Ints) -> Ints:
        places = spread(first, counts)
        found = places if self._position is None else self._position[places]
        return np.union1d(found, self.problem.locked) if len(self.problem.locked) else found

    def _fitting(self, pairs: Ints) -> Ints:
        """Without those that alone are more than their person can carry."""
        problem, fits = self.problem, self.locked[pairs]
        if problem.capacity is None:
            return pairs
        light = np.ones(len(pairs), bool)
        for each in problem.resources:
            most = problem.capacity[each, problem.expert[pairs]]
            light &= problem.loads(each, pairs) <= most
        return pairs[light | fits]


def _is_ordered(seat: Ints, low: Numbers) -> bool:
    later, same = seat[1:] > seat[:-1], seat[1:] == seat[:-1]
    return bool((later | (same & (low[1:] >= low[:-1]))).all())


def _back(ordered: Ordered) -> Numbers:
    worth = np.zeros(len(ordered.problem.seat))
    worth[ordered._position] = -ordered._low
    return worth
