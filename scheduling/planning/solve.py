"""Plans: the best pairs relaxed, all pairs priced, the shares rounded, and then improved."""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from scheduling.planning import highs, prices
from scheduling.planning.busy import Calendar
from scheduling.planning.model import build
from scheduling.planning.order import Ordered
from scheduling.planning.prices import Prices
from scheduling.planning.problem import Ints, Plan, Problem, worth
from scheduling.planning.refusals import Infeasible
from scheduling.planning.rounding import rounded

GOOD_ENOUGH = 0.01
SECONDS = 10.0
FIRST_PAIRS = 8  # of each seat, and
PAIRS_PER_NEED = 2  # for each person it needs


@dataclass
class Search:
    """The best plan and the lowest bound so far."""

    problem: Problem
    gap: float
    until: float
    ordered: Ordered
    calendar: Calendar
    chosen: Ints | None = None
    value: float = -np.inf
    bound: float = np.inf
    prices: Prices | None = None
    columns: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def is_done(self) -> bool:
        return self.bound - self.value <= self.gap * abs(self.bound) or self.seconds_left <= 0

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
    chosen = _decided(search)
    value = worth(problem, chosen)
    assert search.prices is not None
    return Plan(
        chosen=np.sort(chosen),
        value=value,
        bound=max(search.bound, value),
        seconds=perf_counter() - began,
        seat_prices=search.prices.seat,
        expert_prices=search.prices.stair,
    )


def _relax(search: Search) -> None:
    """Rounds of: solve for some pairs, price all, take in those that would pay."""
    ordered, calendar = search.ordered, search.calendar
    search.columns = ordered.best(FIRST_PAIRS + PAIRS_PER_NEED * search.problem.needs)
    while True:
        model = build(ordered, calendar, search.columns)
        answer = highs.relaxed(model, max(search.seconds_left, 1))
        if answer is None:
            _widen(search)
            continue
        now = prices.read(ordered, calendar, model, answer)
        pairs, left = prices.paying(ordered, calendar, now)
        bound = prices.whole_bound(ordered, prices.bound(ordered, now, pairs, left))
        if bound < search.bound:
            search.bound, search.prices = bound, now
        search.offer(model.pairs[rounded(ordered, model, answer.shares)])
        missed = np.setdiff1d(pairs[left > 1e-7 * ordered.highest], search.columns)
        if search.is_done or not len(missed):
            return
        search.columns = np.union1d(search.columns, missed)


def _widen(search: Search) -> None:
    raise Infeasible("No plan keeps all that is demanded.")


def _decided(search: Search) -> Ints:
    if search.chosen is None:
        raise Infeasible("No plan keeps all that is demanded.")
    return search.chosen


def _fills(problem: Problem, chosen: Ints) -> bool:
    seated = np.bincount(problem.seat[chosen], minlength=len(problem.needs))
    return bool((seated == problem.needs).all())
