"""From shares to people: keep what is all but decided, then fill the best that still fits."""

import heapq

import numpy as np

from scheduling.planning.model import Model
from scheduling.planning.order import Ordered
from scheduling.planning.problem import Flags, Ints, Numbers, Problem

TINY = 1e-9


class Seating:
    """Who sits where so far, over a model's pairs; a pair fits while no row of it is full."""

    def __init__(self, ordered: Ordered, model: Model) -> None:
        problem = ordered.problem
        self.seat = problem.seat[model.pairs].tolist()
        self.expert = problem.expert[model.pairs].tolist()
        self.left = problem.needs.tolist()
        self.times: dict[int, int] = {}
        self.taken = np.zeros(len(model.pairs), bool)
        self._rows, self._first = _sets_of(model)
        self._full: set[int] = set()
        self._carried = [
            Carried(problem, resource, model.pairs, self.expert) for resource in problem.resources
        ]
        self._team = Team(ordered, model)

    def fits(self, pair: int) -> bool:
        return (
            self.left[self.seat[pair]] > 0
            and not self.taken[pair]
            and self._full.isdisjoint(self._sets(pair))
            and all(each.has_room(pair) for each in self._carried)
            and self._team.allows(pair)
        )

    def put(self, pair: int) -> None:
        expert = self.expert[pair]
        self.taken[pair] = True
        self.left[self.seat[pair]] -= 1
        self.times[expert] = self.times.get(expert, 0) + 1
        self._full.update(self._sets(pair))
        for each in self._carried:
            each.put(pair)
        self._team.join(pair)

    def _sets(self, pair: int) -> list[int]:
        return self._rows[self._first[pair] : self._first[pair + 1]]


class Carried:
    """What is left of one resource; a person who carries nothing yet is not in `_left`."""

    def __init__(self, problem: Problem, resource: int, pairs: Ints, expert: list[int]) -> None:
        assert problem.capacity is not None
        self._load = problem.loads(resource, pairs).tolist()
        self._most = (problem.capacity[resource, problem.expert[pairs]] + TINY).tolist()
        self._expert = expert
        self._left: dict[int, float] = {}

    def has_room(self, pair: int) -> bool:
        return self._load[pair] <= self._left.get(self._expert[pair], self._most[pair])

    def put(self, pair: int) -> None:
        expert = self._expert[pair]
        self._left[expert] = self._left.get(expert, self._most[pair]) - self._load[pair]


class Team:
    """The pair rule while people are seated one by one."""

    def __init__(self, ordered: Ordered, model: Model) -> None:
        rule, problem = ordered.problem.pair_rule, ordered.problem
        self._is_on = rule is not None
        if rule is None:
            return
        seat, expert = problem.seat[model.pairs], problem.expert[model.pairs]
        self._group = rule.group[seat].tolist()
        self._new = rule.first_timer[expert].tolist()
        self._old = (rule.experienced & ~rule.first_timer)[expert].tolist()
        self._others = model.teams.tolist()
        self._news = [0] * len(self._others)
        self._olds = [0] * len(self._others)

    def allows(self, pair: int) -> bool:
        if not self._is_on or not self._new[pair] or self._group[pair] < 0:
            return True
        group = self._group[pair]
        return self._news[group] < self._olds[group] * self._others[group]

    def join(self, pair: int) -> None:
        if self._is_on and self._group[pair] >= 0:
            self._news[self._group[pair]] += self._new[pair]
            self._olds[self._group[pair]] += self._old[pair]


def rounded(ordered: Ordered, model: Model, shares: Numbers) -> Flags:
    """A choice of the model's pairs that keeps every row but, perhaps, that all seats be filled."""
    seating = Seating(ordered, model)
    worth = ordered.worth(model.pairs)
    locked = ordered.locked[model.pairs]
    rule = ordered.problem.pair_rule
    new = np.zeros(len(worth), bool)
    if rule is not None:
        new = rule.first_timer[ordered.problem.expert[model.pairs]]
    liked = np.flatnonzero((shares > 0.5) | locked)
    order = np.lexsort((-worth[liked], -shares[liked], new[liked], ~locked[liked]))
    # A first-timer may have to wait for somebody experienced who is liked less.
    for pair in [*liked[order].tolist(), *liked[new[liked]].tolist()]:
        if seating.fits(pair):
            seating.put(pair)
    _fill(ordered, seating, worth)
    return seating.taken


def _fill(ordered: Ordered, seating: Seating, wish: Numbers) -> None:
    """The most wished for first, each less the step of the stair that it would take now."""
    left = np.array(seating.left)
    open_ones = np.flatnonzero((left[np.array(seating.seat, np.int64)] > 0) & ~seating.taken)
    fairness, lasting = ordered.problem.fairness, bool(ordered.problem.fill_all)
    queue = [(-float(wish[pair]), pair) for pair in open_ones.tolist()]
    heapq.heapify(queue)
    while queue:
        cost, pair = heapq.heappop(queue)
        if not seating.fits(pair):
            continue
        now = fairness * seating.times.get(seating.expert[pair], 0) - float(wish[pair])
        if now > cost:
            heapq.heappush(queue, (now, pair))
        elif now < 0 or lasting:
            seating.put(pair)


def _sets_of(model: Model) -> tuple[list[int], list[int]]:
    """The cliques of all pairs, pair by pair, and where those of each begin."""
    cliques = model.cliques
    order = np.argsort(cliques.pair, kind="stable")
    first = np.searchsorted(cliques.pair[order], np.arange(len(model.pairs) + 1))
    return cliques.row[order].tolist(), first.tolist()
