"""Plans: the best pairs relaxed, all pairs priced, the shares rounded, and then improved."""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from scheduling.planning import highs, prices
from scheduling.planning.busy import Calendar
from scheduling.planning.model import STEPS, build
from scheduling.planning.order import Ordered
from scheduling.planning.prices import Prices
from scheduling.planning.problem import Ints, Numbers, Plan, Problem, worth
from scheduling.planning.refusals import Infeasible, too_few
from scheduling.planning.rounding import rounded

GOOD_ENOUGH = 0.01
SECONDS = 10.0
FIRST_PAIRS = 8  # of each seat, and
PAIRS_PER_NEED = 2  # for each person it needs
WIDER = 4
NEAR = 0.02  # a first look at whole numbers takes pairs whose price misses this share of the best
SETTLED = 1e-5  # further rounds would lower the bound by less than this share of it
HEAVIER = 20  # than a relaxation whole numbers are, at least
SECONDS_NEAR = 1.0  # at most, or a quarter of all there are
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
    columns: Ints
    prices: Prices | None = None
    priced: float = np.inf
    bound: float = np.inf
    least_bound: float = -np.inf
    chosen: Ints | None = None
    value: float = -np.inf
    has_looked: bool = False
    seconds_relaxing: float = 0.0

    @property
    def is_done(self) -> bool:
        allowed = (self.gap + TINY) * abs(self.bound)
        is_good = self.chosen is not None and self.bound - self.value <= allowed
        return is_good or self.seconds_left <= 0

    @property
    def lost(self) -> float:
        """At most so much more than the known plan is proven possible, by prices."""
        return self.priced - self.value

    @property
    def relaxing_suffices(self) -> bool:
        """Whether the known plan would do, were the bound as low as more relaxing may bring it."""
        return self.least_bound - self.value <= self.gap * abs(self.bound)

    @property
    def is_hurried(self) -> bool:
        """A plan is there, and no time to prove more."""
        return self.chosen is not None and self.seconds_left < HEAVIER * self.seconds_relaxing

    @property
    def seconds_left(self) -> float:
        return self.until - perf_counter()

    def offer(self, chosen: Ints) -> None:
        """Keep it when it is the best so far."""
        value = worth(self.problem, chosen)
        if value > self.value and _is_whole(self.problem, chosen):
            self.chosen, self.value = chosen, value


def solve(problem: Problem, *, gap: float = GOOD_ENOUGH, seconds: float = SECONDS) -> Plan:
    """A plan within `gap` of the best possible, as near as `seconds` allow; 0: the best itself.

    Raises Infeasible.
    """
    if problem.fill_all and (least := _least_values(problem)).any():
        return _with_least(problem, least, gap, seconds)
    _refuse_too_few(problem)
    began = perf_counter()
    ordered, calendar = Ordered(problem), Calendar(problem)
    columns = ordered.best(FIRST_PAIRS + PAIRS_PER_NEED * problem.needs)
    search = Search(problem, gap, began + seconds, ordered, calendar, columns)
    while _relax(search):
        pass
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
        expert_prices=search.prices.of_expert(calendar, problem.capacity),
    )


def _refuse_too_few(problem: Problem) -> None:
    """Fewer know a seat than it needs. Raises Infeasible."""
    known = np.bincount(problem.seat, minlength=len(problem.needs))
    if problem.fill_all and (known < problem.needs).any():
        raise too_few(np.minimum(known, problem.needs).sum(), problem.needs.sum())


def _least_values(problem: Problem) -> Numbers:
    """Of each seat."""
    least = np.full(len(problem.needs), np.inf)
    np.minimum.at(least, problem.seat, problem.value)
    return np.where(np.isfinite(least), least, 0)


def _with_least(problem: Problem, least: Numbers, gap: float, seconds: float) -> Plan:
    """Where all needs are met, each seat's least value is certain: only what is above it counts.

    So a large number that is common to all values costs no accuracy.
    """
    plan = solve(
        replace(problem, value=problem.value - least[problem.seat]),
        gap=gap,
        seconds=seconds,
    )
    value, certain = worth(problem, plan.chosen), float(least @ problem.needs)
    return replace(
        plan,
        value=value,
        bound=max(plan.bound + certain, value),
        seat_prices=plan.seat_prices + least,
    )


def _relax(search: Search) -> bool:
    """Solve for some pairs, price all, take in those that would pay; whether that is worthwhile."""
    ordered, calendar = search.ordered, search.calendar
    model = build(ordered, calendar, search.columns)
    began = perf_counter()
    answer = highs.relaxed(model, max(search.seconds_left, 1))
    search.seconds_relaxing = perf_counter() - began
    if answer is None:
        return _widen(search)
    now = prices.read(ordered, calendar, model, answer)
    pairs, left = prices.paying(ordered, calendar, now)
    bound = prices.bound(ordered, now, pairs, left)
    if bound < search.priced:
        search.priced, search.prices = bound, now
        search.bound = prices.whole_bound(search.problem, bound)
    search.least_bound = answer.value * ordered.highest
    search.offer(model.pairs[rounded(ordered, model, answer.shares)])
    missed = np.setdiff1d(pairs[left > TINY * ordered.highest], search.columns)
    search.columns = np.union1d(search.columns, missed)
    if not search.relaxing_suffices:
        _look_near(search)
    is_settled = bound - search.least_bound <= SETTLED * abs(bound)
    return bool(len(missed)) and not is_settled and not search.is_done


def _widen(search: Search) -> bool:
    """Not even shares of the first pairs keep everything: take all."""
    everything = search.ordered.best(search.problem.needs + search.problem.experts)
    if len(everything) == len(search.columns):
        raise _impossible(search.problem)
    search.columns = everything
    return True


def _look_near(search: Search) -> None:
    """Whole numbers over few pairs, once: a better plan soon."""
    if not search.has_looked and not search.is_done:
        search.has_looked = True
        _try_whole(search, _priced_within(search, NEAR * search.ordered.highest))


def _decide(search: Search) -> None:
    """Whole numbers over every pair that matters, or over ever more when those are too many.

    A pair whose price misses its worth by `lost` or more is in no better plan than the known one,
    so that looking at the others gives a bound. Stairs grow until nobody climbs beyond them.
    """
    _look_near(search)
    steps, miss = STEPS, NEAR * search.ordered.highest
    while not search.is_done and not search.is_hurried:
        pairs = _priced_within(search, search.lost)
        proves = len(pairs) <= MOST_PAIRS
        if not proves:
            miss *= WIDER
            pairs = _priced_within(search, miss)
            if len(pairs) > MOST_PAIRS:
                return
        climbed = _try_whole(search, pairs, steps, proves)
        if proves and climbed <= steps + 1:
            return
        steps *= 4 if proves else 1


def _try_whole(search: Search, pairs: Ints, steps: int = STEPS, proves: bool = False) -> int:
    """How often the same person sits in what was found."""
    problem, ordered = search.problem, search.ordered
    model = build(ordered, search.calendar, pairs, steps)
    known = None if search.chosen is None else np.isin(pairs, search.chosen)
    alike = 0.999 / ordered.highest if problem.is_whole else TINY
    seconds, near = search.seconds_left, search.gap / 2
    if not proves:
        seconds, near = min(seconds, max(SECONDS_NEAR, seconds / 4)), search.gap / 20
    found = highs.whole(model, max(seconds, 0.1), (near, alike), known)
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


def _is_whole(problem: Problem, chosen: Ints) -> bool:
    """All that is locked is there, and all needs are met where they must be."""
    if len(problem.locked) and not np.isin(problem.locked, chosen).all():
        return False
    if not problem.fill_all:
        return True
    seated = np.bincount(problem.seat[chosen], minlength=len(problem.needs))
    return bool((seated == problem.needs).all())


def _impossible(problem: Problem) -> Infeasible:
    if not problem.fill_all:
        return Infeasible("The locked pairs cannot all be kept.")
    ones = np.ones(len(problem.value))
    counted = replace(problem, value=ones, fairness=0.0, fill_all=False)
    return too_few(int(solve(counted, gap=0).bound), problem.needs.sum())
