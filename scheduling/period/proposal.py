"""What a plan says place by place: who is proposed, who is next, and why a place stays empty."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.period.pool import Pool, limits_of
from scheduling.planning import Plan, Problem, runner_ups
from scheduling.planning.problem import Ints
from scheduling.reasons import Against

REASONS_TOLD = 3


@dataclass(frozen=True)
class Place:
    """One place of a seat. `pair` is the position of who takes it.

    before     how many come before her in the fair order of this seat, and
    elsewhere  how many of them have another seat in the plan
    """

    seat: int
    pair: int | None = None
    runner_up_id: int | None = None
    before: int = 0
    elsewhere: int = 0
    empty: "Empty | None" = None


@dataclass(frozen=True)
class Empty:
    """Why nobody: `able` could come, but `taken` sit elsewhere then, `full` have had enough that
    month, `long` are minors who have had enough that day, `new` would need somebody experienced;
    with nobody able, how many stand aside and why.
    """

    able: int = 0
    taken: int = 0
    full: int = 0
    new: int = 0
    long: int = 0
    against: Mapping[Against, int] | None = None


def places_of(pool: Pool, problem: Problem, plan: Plan) -> list[Place]:
    """Seat by seat; of each seat the filled places first."""
    return _Reading(pool, problem, plan).places()


class _Reading:
    def __init__(self, pool: Pool, problem: Problem, plan: Plan) -> None:
        self.pool, self.problem, self.chosen = pool, problem, plan.chosen
        self.next = runner_ups(problem, plan).tolist()
        self.room = limits_of(problem).capacity
        self.times = np.bincount(problem.expert[self.chosen], minlength=problem.experts)
        self.open = np.ones(len(problem.seat), bool)
        self.open[problem.barred] = False
        self.first = np.searchsorted(problem.seat, np.arange(len(problem.needs) + 1))
        self.spans = _spans_by_seat(problem)
        self.busy: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.load = np.zeros((len(problem.resources), problem.experts))
        for pair in self.chosen.tolist():
            person = int(problem.expert[pair])
            self.busy[person] += self._widened(pair)
            for each in problem.resources:
                self.load[each, person] += problem.loads(each, np.array([pair]))[0]

    def places(self) -> list[Place]:
        by_seat = defaultdict(list)
        for pair in self.chosen.tolist():
            by_seat[int(self.problem.seat[pair])].append(pair)
        found = []
        for seat, need in enumerate(self.problem.needs.tolist()):
            sitting = sorted(by_seat[seat], key=lambda pair: -self.problem.value[pair])
            next_one = self._id(self.next[seat])
            found += [self._filled(seat, pair, next_one) for pair in sitting]
            found += [Place(seat, empty=self._why_empty(seat, sitting))] * (need - len(sitting))
        return found

    def _id(self, pair: int) -> int | None:
        return None if pair < 0 else int(self.pool.people.ids[self.problem.expert[pair]])

    def _filled(self, seat: int, pair: int, next_one: int | None) -> Place:
        others = self._of_seat(seat)
        earlier = others[self.problem.value[others] > self.problem.value[pair]]
        sitting = self.times[self.problem.expert[earlier]] > 0
        return Place(seat, pair, next_one, len(earlier), int(sitting.sum()))

    def _of_seat(self, seat: int) -> Ints:
        pairs = np.arange(self.first[seat], self.first[seat + 1])
        return pairs[self.open[pairs]]

    def _why_empty(self, seat: int, sitting: Sequence[int]) -> Empty:
        pairs = np.setdiff1d(self._of_seat(seat), sitting).tolist()
        if not pairs:
            against = sorted(self.pool.against[seat].items(), key=lambda each: -each[1])
            return Empty(against=dict(against[:REASONS_TOLD]))
        taken = [pair for pair in pairs if self._is_taken(pair)]
        left = [pair for pair in pairs if not self._is_taken(pair)]
        months = len(self.pool.people.months)
        full = [pair for pair in left if self._is_full(pair, self.problem.resources[:months])]
        long = [pair for pair in left if self._is_full(pair, self.problem.resources[months:])]
        rule, new = self.problem.pair_rule, 0
        if rule is not None and rule.group[seat] >= 0:
            new = sum(bool(rule.first_timer[self.problem.expert[pair]]) for pair in left)
        return Empty(able=len(pairs), taken=len(taken), full=len(full), new=new, long=len(long))

    def _is_taken(self, pair: int) -> bool:
        mine = self.busy.get(int(self.problem.expert[pair]), ())
        return any(a < d and c < b for a, b in self._widened(pair) for c, d in mine)

    def _is_full(self, pair: int, resources: range) -> bool:
        person, one = int(self.problem.expert[pair]), np.array([pair])
        return any(
            self.load[each, person] + self.problem.loads(each, one)[0] > self.room[each, person]
            for each in resources
        )

    def _widened(self, pair: int) -> list[tuple[int, int]]:
        before, after = int(self.pool.pairs.before[pair]), int(self.pool.pairs.after[pair])
        spans = self.spans[int(self.problem.seat[pair])]
        return [(start - before, end + after) for start, end in spans]


def _spans_by_seat(problem: Problem) -> Mapping[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    spans = problem.spans
    for seat, start, end in zip(spans.seat, spans.start, spans.end, strict=True):
        found[int(seat)].append((int(start), int(end)))
    return found
