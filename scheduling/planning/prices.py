"""What rows cost, and so an upper bound that holds for every pair, also those left out of a model.

By duality any prices give a true bound: what all limits are worth at these prices, plus what each
pair is worth above the prices of what it takes. Good prices make it a tight one.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.planning.busy import Calendar
from scheduling.planning.highs import Relaxed
from scheduling.planning.model import Model
from scheduling.planning.order import Ordered
from scheduling.planning.problem import Ints, Numbers, Problem


@dataclass(frozen=True, eq=False)
class Prices:
    """In the problem's own units, `carried` per unit of load; `limits` is what all rows are worth.

    `moment_sums[i]` is the price of all moments before the i-th.
    """

    seat: Numbers
    stair: Numbers
    carried: Numbers
    moments: Ints
    moment_sums: Numbers
    team: Numbers
    others: Ints
    limits: float

    def of_expert(self, calendar: Calendar, capacity: Numbers | None) -> Numbers:
        """What one more person with the same limits would add, at these prices."""
        of_moments = np.diff(self.moment_sums)
        person = self.moments // calendar.horizon
        total = self.stair + np.bincount(person, of_moments, len(self.stair))
        if capacity is not None:
            total += (self.carried * np.where(self.carried > 0, capacity, 0)).sum(0)
        return total


def read(ordered: Ordered, calendar: Calendar, model: Model, answer: Relaxed) -> Prices:
    problem = ordered.problem
    prices = answer.prices * ordered.highest
    if problem.fill_all:
        prices[len(problem.needs) :] = np.maximum(prices[len(problem.needs) :], 0)
    else:
        prices = np.maximum(prices, 0)
    seats = len(problem.needs)
    stair = np.zeros(problem.experts)
    stair[model.stair_experts] = prices[seats : seats + len(model.stair_experts)]
    cliques = model.cliques
    of_moments = prices[model.clique_row : model.clique_row + len(cliques.expert)]
    key = cliques.expert * calendar.horizon + cliques.moment
    order = np.argsort(key)
    carried = np.zeros((len(problem.resources), problem.experts))
    for limit in model.limits:
        rows = slice(limit.first_row, limit.first_row + len(limit.expert))
        carried[limit.resource, limit.expert] = prices[rows] / limit.unit
    return Prices(
        seat=prices[:seats],
        stair=stair,
        carried=carried,
        moments=key[order],
        moment_sums=np.append(0.0, np.cumsum(of_moments[order])),
        team=prices[model.team_row :],
        others=model.teams,
        limits=float(prices @ np.where(np.isfinite(model.ceiling), model.ceiling, 0)),
    )


def paying(
    ordered: Ordered, calendar: Calendar, prices: Prices, least: float = 0.0
) -> tuple[Ints, Numbers]:
    """The pairs worth more than `least` above the prices of what they take, and how much more."""
    bar = prices.seat + least - _helped(ordered, prices)
    pairs = ordered.above(bar)
    left = ordered.worth(pairs) - _taken(ordered, prices, pairs)
    near = (left > least) | ordered.locked[pairs]
    pairs, left = pairs[near], left[near]
    left -= _time(ordered, calendar, prices, pairs)
    near = (left > least) | ordered.locked[pairs]
    return pairs[near], left[near]


def bound(ordered: Ordered, prices: Prices, pairs: Ints, left: Numbers) -> float:
    """From the pairs that pay, and all that are locked."""
    free = np.where(ordered.locked[pairs], left, np.maximum(left, 0))
    return prices.limits + float(free.sum()) + _stairs(ordered, prices)


def whole_bound(problem: Problem, found: float) -> float:
    """Where plans are worth whole numbers, so is the best of them."""
    if not problem.is_whole or not np.isfinite(found):
        return found
    return float(np.floor(found + 1e-6 + abs(found) * 1e-12))


def _stairs(ordered: Ordered, prices: Prices) -> float:
    """Each step whose price is more than it costs, of the endless stair."""
    step = ordered.problem.fairness
    if not step:
        return 0.0
    steps = np.floor(prices.stair / step)
    return float((steps * prices.stair - step * steps * (steps + 1) / 2).sum())


def _helped(ordered: Ordered, prices: Prices) -> Numbers:
    """What an experienced person may bring to each seat by making room for first-timers."""
    helped = np.zeros(len(ordered.problem.needs))
    rule = ordered.problem.pair_rule
    if rule is not None:
        ruled = rule.group >= 0
        team = rule.group[ruled]
        helped[ruled] = prices.team[team] * prices.others[team]
    return helped


def _taken(ordered: Ordered, prices: Prices, pairs: Ints) -> Numbers:
    """The price of seats, stairs, loads and teams."""
    problem = ordered.problem
    seat, expert = problem.seat[pairs], problem.expert[pairs]
    taken = prices.seat[seat] + prices.stair[expert]
    for each in problem.resources:
        dear = np.flatnonzero(prices.carried[each, expert] > 0)
        taken[dear] += prices.carried[each, expert[dear]] * problem.loads(each, pairs[dear])
    rule = problem.pair_rule
    if rule is not None:
        team = rule.group[seat]
        ruled = np.flatnonzero(team >= 0)
        team, whom = team[ruled], expert[ruled]
        old = rule.experienced[whom] & ~rule.first_timer[whom]
        sign = np.where(rule.first_timer[whom], 1, np.where(old, -prices.others[team], 0))
        taken[ruled] += prices.team[team] * sign
    return taken


def _time(ordered: Ordered, calendar: Calendar, prices: Prices, pairs: Ints) -> Numbers:
    """The price of the moments that each pair covers."""
    priced = np.unique(prices.moments // calendar.horizon)
    expert = ordered.problem.expert[pairs].astype(np.int64)
    whom = np.flatnonzero(np.isin(expert, priced))
    taken = calendar.taken(pairs[whom])
    person = expert[whom][taken.pair] * calendar.horizon
    before = np.searchsorted(prices.moments, person + taken.start)
    after = np.searchsorted(prices.moments, person + taken.end)
    cost = prices.moment_sums[after] - prices.moment_sums[before]
    return np.bincount(whom[taken.pair], cost, len(pairs)).astype(float)
