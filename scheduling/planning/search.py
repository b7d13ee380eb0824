"""Plans: the best pairs relaxed, all pairs priced, the shares rounded, and then improved."""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from scheduling.planning import highs, prices
from scheduling.planning.busy import Calendar
from scheduling.planning.model import STEPS, build
from scheduling.planning.order import Ordered
from scheduling.planning.prices import Prices
from scheduling.planning.problem import Ints, Plan, Problem, worth
from scheduling.planning.refusals import Infeasible
from scheduling.planning.rounding import rounded

GOOD_ENOUGH = 0.01
SECONDS = 10.0
FIRST_PAIRS = 8  # of each seat, and
PAIRS_PER_NEED = 2  # for each person it needs
NEAR = 0.01  # a first look at whole numbers takes pairs whose price misses this share of the best
SETTLED = 1e-5  # further rounds would lower the bound by less than this share of it
MOST_PAIRS = 40_000  # that whole numbers are tried over
TINY = 1e-9


@dataclass
class Search:
    """The best plan and the lowest bound so far; `priced` is the bound that `prices` prove."""

    problem: Problem
    gap: float
    until: float
    ordered: Ordered
    calendar: Calendar
    prices: Prices | None = None
    priced: float = np.inf
    bound: float = np.inf
    chosen: Ints | None = None
    value: float = -np.inf

    @property
    def is_done(self) -> bool:
        is_good = self.bound - self.value <= (self.gap + TINY) * abs(self.bound)
        return is_good or self.seconds_left <= 0

    @property
    def lost(self) -> float:
        """At most so much more than the known plan is proven possible, by prices."""
        return self.priced - self.value

    @property
    def seconds_left(self) -> float:
        return self.until - perf_counter()

    def offer(self, chosen: Ints) -> None:
        """Keep it when it is the best so far."""
        value = worth(self.problem, chosen)
        if value > self.value and not (self.problem.fill_all and not _fills(self.problem, chosen)):
            self.chosen, self.value = chosen, value


def solve(problem: Problem, *, gap: float = GOOD_ENOUGH, seconds: float = SECONDS) -> Plan:
    """A plan within `gap` of the best possible, as near as `seconds` allow; 0: the best itself.

    Raises Infeasible.
    """
    began = perf_counter()
    search = Search(problem, gap, began + seconds, Ordered(problem), Calendar(problem))
    _relax(search)
    _decide(search)
    if search.chosen is None:
        raise Infeasible("No plan that keeps everything was found in time.")
    assert search.prices is not None
    return Plan(
        chosen=np.sort(search.chosen),
        value=search.value,
        bound=max(search.bound, search.value),
        seconds=perf_counter() - began,
        seat_prices=search.prices.seat,
        expert_prices=search.prices.of_expert(search.calendar, problem.capacity),
    )


def _relax(search: Search) -> None:
    """Rounds of: solve for some pairs, price all, take in those that would pay."""
    ordered, calendar = search.ordered, search.calendar
    most = FIRST_PAIRS + PAIRS_PER_NEED * search.problem.needs
    columns = ordered.best(most)
    while True:
        model = build(ordered, calendar, columns)
        answer = highs.relaxed(model, max(search.seconds_left, 1))
        if answer is None:
            most, before = most * 4, len(columns)
            columns = ordered.best(most)
            if len(columns) == before:
                raise _impossible(search.problem)
            continue
        now = prices.read(ordered, calendar, model, answer)
        pairs, left = prices.paying(ordered, calendar, now)
        bound = prices.bound(ordered, now, pairs, left)
        if bound < search.priced:
            search.priced, search.prices = bound, now
            search.bound = prices.whole_bound(search.problem, bound)
        search.offer(model.pairs[rounded(ordered, model, answer.shares)])
        missed = np.setdiff1d(pairs[left > TINY * ordered.highest], columns)
        is_settled = bound - answer.value * ordered.highest <= SETTLED * abs(bound)
        if search.is_done or is_settled or not len(missed):
            return
        columns = np.union1d(columns, missed)


def _decide(search: Search) -> None:
    """Whole numbers over few pairs for a better plan soon, then over all that could matter.

    A pair whose price misses its worth by `lost` or more is in no better plan than the known one,
    so that looking at the others gives a bound. Stairs grow until nobody climbs beyond them.
    """
    miss, steps = NEAR * search.ordered.highest, STEPS
    while not search.is_done:
        pairs = _priced_within(search, miss)
        if len(pairs) > MOST_PAIRS:
            return
        proves = miss >= search.lost
        climbed = _try_whole(search, pairs, steps, proves)
        if not proves:
            is_few = len(_priced_within(search, search.lost)) <= MOST_PAIRS
            miss = search.lost if is_few else miss * 4
        elif climbed > steps + 1:
            steps *= 4
        else:
            return


def _try_whole(search: Search, pairs: Ints, steps: int, proves: bool) -> int:
    """How often the same person sits in what was found."""
    problem, ordered = search.problem, search.ordered
    model = build(ordered, search.calendar, pairs, steps)
    known = None if search.chosen is None else np.isin(pairs, search.chosen)
    alike = 0.999 / ordered.highest if problem.is_whole else TINY
    seconds = max(search.seconds_left, 0.1) * (1 if proves else 0.5)
    found = highs.whole(model, seconds, (search.gap / 2, alike), known)
    if proves:
        if found.is_impossible:
            raise _impossible(problem)
        bound = prices.whole_bound(problem, found.bound * ordered.highest)
        search.bound = min(search.bound, bound)
    if found.taken is None:
        return 0
    search.offer(pairs[rounded(ordered, model, found.taken.astype(float))])
    times = np.bincount(problem.expert[pairs[found.taken]], minlength=1)
    return int(times.max()) if problem.fairness else 0


def _priced_within(search: Search, miss: float) -> Ints:
    """The pairs whose price misses their worth by less than this, and those of the known plan."""
    assert search.prices is not None
    pairs, _ = prices.paying(search.ordered, search.calendar, search.prices, -miss - TINY)
    return pairs if search.chosen is None else np.union1d(pairs, search.chosen)


def _fills(problem: Problem, chosen: Ints) -> bool:
    seated = np.bincount(problem.seat[chosen], minlength=len(problem.needs))
    return bool((seated == problem.needs).all())


def _impossible(problem: Problem) -> Infeasible:
    if not problem.fill_all:
        return Infeasible("The locked pairs cannot all be kept.")
    ones = np.ones(len(problem.value))
    counted = replace(problem, value=ones, fairness=0.0, fill_all=False)
    most, wanted = int(solve(counted, gap=0).bound), int(problem.needs.sum())
    return Infeasible(f"Not every need can be met: at most {most} of {wanted} places are filled.")
