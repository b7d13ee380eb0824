"""What is planned: seats with needs, people with limits, and what each possible pair is worth."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduling.planning.refusals import Malformed

Ints = NDArray[np.int64]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def _no_ints() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Spans:
    """When seats take a person's time, in whole minutes; the end does not belong to it.

    A seat of several occasions has several spans, and whoever takes it takes them all.
    """

    seat: Ints = field(default_factory=_no_ints)
    start: Ints = field(default_factory=_no_ints)
    end: Ints = field(default_factory=_no_ints)


@dataclass(frozen=True, eq=False)
class PairRule:
    """Where a first-timer sits, somebody experienced sits too.

    group        per seat: seats of one number are a team, numbers from 0; -1: without the rule, as
                 where somebody experienced has accepted already. A team of one is not for the new
    first_timer  per person
    experienced  per person
    """

    group: Ints
    first_timer: Flags
    experienced: Flags


@dataclass(frozen=True, eq=False)
class Problem:
    """Pairs are three arrays of one length; a pair that is not listed may not be chosen.

    A plan is worth the sum of its pairs' values, less `fairness` times 0, 1, 2 … for the first,
    second, third … seat of the same person; `starts` are steps she has up that stair already.
    For "fill seats first" a value is one seat's worth plus the fit, as `SEAT` below.

    needs       per seat: how many people
    experts     how many people there are
    capacity    per resource and person: what she can carry, as minutes in a month
    seat_loads  per resource and seat, or
    pair_loads  per resource and pair: what it takes
    before      per pair: minutes around each span, as the way there, and
    after       the way back and the rest
    conflicts   rows of two seats that nobody can take both
    locked      positions of pairs that must be in the plan
    barred      positions of pairs that must not
    fill_all    every need must be met exactly, also at a loss
    """

    needs: Ints
    seat: Ints
    expert: Ints
    value: Numbers | Ints
    experts: int
    capacity: Numbers | None = None
    seat_loads: Numbers | None = None
    pair_loads: Numbers | None = None
    spans: Spans = field(default_factory=Spans)
    before: Ints | None = None
    after: Ints | None = None
    conflicts: Ints = field(default_factory=lambda: np.empty((0, 2), np.int64))
    fairness: float = 0
    starts: Ints | None = None
    pair_rule: PairRule | None = None
    locked: Ints = field(default_factory=_no_ints)
    barred: Ints = field(default_factory=_no_ints)
    fill_all: bool = False

    def __post_init__(self) -> None:
        """Raises Malformed."""
        if not len(self.seat) == len(self.expert) == len(self.value):
            raise Malformed("The three columns of the pairs differ in length.")
        _refuse_strangers("seat", self.seat, len(self.needs))
        _refuse_strangers("expert", self.expert, self.experts)
        if len(self.needs) and self.needs.min() < 0:
            raise Malformed("A seat needs fewer than nobody.")
        if (self.spans.start >= self.spans.end).any():
            raise Malformed("A span ends before it starts.")
        if self.fairness < 0:
            raise Malformed("Fairness costs less than nothing.")
        if not np.isfinite(self.value).all():
            raise Malformed("A value is not a finite number.")
        if self.capacity is not None and self.seat_loads is None and self.pair_loads is None:
            raise Malformed("There are capacities, but nothing that loads them.")

    def loads(self, resource: int, pairs: Ints) -> Numbers:
        """What these pairs take of the resource."""
        if self.pair_loads is not None:
            return self.pair_loads[resource, pairs]
        assert self.seat_loads is not None
        return self.seat_loads[resource, self.seat[pairs]]

    @property
    def resources(self) -> range:
        return range(0 if self.capacity is None else len(self.capacity))

    @cached_property
    def is_whole(self) -> bool:
        """Whether every plan is worth a whole number."""
        whole = self.value.dtype.kind in "iu" or bool((np.rint(self.value) == self.value).all())
        return whole and float(self.fairness).is_integer()


SEAT = 100_000
"""One filled seat, in the points of ranking: no fit outweighs it."""


@dataclass(frozen=True, eq=False)
class Plan:
    """`chosen` are positions of pairs, in order; no plan at all can be worth more than `bound`.

    Prices are what one more would add to the bound: of each seat's need, and of each person.
    """

    chosen: Ints
    value: float
    bound: float
    seconds: float
    seat_prices: Numbers
    expert_prices: Numbers

    @property
    def gap(self) -> float:
        """How far from the best possible this may be, as a share of it."""
        return (self.bound - self.value) / max(abs(self.bound), 1e-9)


def worth(problem: Problem, chosen: Ints) -> float:
    """What a plan is worth."""
    times = np.bincount(problem.expert[chosen], minlength=problem.experts)
    steps = times * (times - 1) / 2
    if problem.starts is not None:
        steps = steps + times * problem.starts
    return float(problem.value[chosen].sum() - problem.fairness * steps.sum())


def _refuse_strangers(what: str, named: Ints, known: int) -> None:
    if len(named) and not 0 <= named.min() <= named.max() < known:
        raise Malformed(f"A pair names an unknown {what}.")
