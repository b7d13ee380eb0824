"""`rinnalla bench planning`: how soon a month is planned and proven, beside other ways."""

from collections.abc import Iterator
from functools import partial

from app.commands.bench import others, ranked, registry
from app.commands.bench.cases import Case, at_least, at_most, missing, side_by_side, timed
from app.commands.bench.greedy import in_order
from app.commands.bench.month import month, requests
from app.commands.bench.people import people
from scheduling.planning import Plan, Problem, solve, worth
from scheduling.planning.busy import Calendar
from scheduling.planning.check import first_violation
from scheduling.planning.highs import relaxed
from scheduling.planning.model import build
from scheduling.planning.order import Ordered
from scheduling.planning.problem import Ints
from scheduling.planning.search import FIRST_PAIRS, PAIRS_PER_NEED

SEEDS = range(20, 25)
LIMIT = 60  # seconds that the other solver is given
TIGHT = "500 requests × 1,000 people"


class WrongPlan(Exception):
    """A measured plan breaks a rule: no figure of it counts."""


def cases(quick: bool) -> list[Case]:
    repeats = 3 if quick else 7
    tight = month(people(1_000), requests(500, dense=True))
    return [
        *_proven(tight, 9),
        *_seeds(1 if quick else len(SEEDS)),
        *_nearly_best(tight, repeats),
        _beside_greedy(tight),
        _beside_cp_sat(tight, 30 if quick else LIMIT),
        *_large(10_000 if quick else 100_000, repeats),
        _with_ranking(10_000 if quick else 100_000, repeats),
    ]


def _proven(tight: Problem, repeats: int) -> Iterator[Case]:
    """The first proof, and the linear program that it cannot do without."""
    ordered, calendar = Ordered(tight), Calendar(tight)
    pairs = ordered.best(FIRST_PAIRS + PAIRS_PER_NEED * tight.needs)
    model = build(ordered, calendar, pairs)
    first_look = partial(solve, tight, gap=1.0)
    whole, linear = side_by_side(first_look, partial(relaxed, model, 60.0), repeats)
    plan = _checked(tight, solve(tight))
    seconds = timed(partial(solve, tight), repeats)
    yield at_most(TIGHT, "gap proven", 100 * plan.gap, "%", goal=1)
    yield at_most(TIGHT, "until 1 % is proven", seconds, "s", goal=0.1)
    yield at_most(
        TIGHT, "first plan and proof over its linear program", whole / linear, "×", goal=1.5
    )


def _seeds(count: int) -> Iterator[Case]:
    months = [
        month(people(1_000, seed), requests(500, dense=True, seed=seed)) for seed in SEEDS[:count]
    ]
    plans = [_checked(each, solve(each)) for each in months]
    yield at_most(
        f"{count} other months", "widest gap", 100 * max(p.gap for p in plans), "%", goal=1
    )


def _nearly_best(tight: Problem, repeats: int) -> Iterator[Case]:
    """Against the optimum, which takes a proof of its own."""
    best = _checked(tight, solve(tight, gap=0, seconds=60))
    near = partial(solve, tight, gap=0.0005, seconds=0.4)
    plan = _checked(tight, near())
    gap = (best.bound - plan.value) / best.bound
    yield at_most(TIGHT, "true gap of the better plan", 100 * gap, "%", goal=0.05)
    yield at_most(TIGHT, "seconds for it", timed(near, repeats), "s", goal=0.5)


def _beside_greedy(tight: Problem) -> Case:
    chosen = in_order(tight)
    value = worth(tight, chosen)
    _refuse_wrong(tight, chosen, value, value)
    more = 100 * (_checked(tight, solve(tight)).value / value - 1)
    return at_least(TIGHT, "worth more than requests taken in order", more, "%", goal=4)


def _beside_cp_sat(tight: Problem, limit: int) -> Case:
    measure = "sooner than CP-SAT's documented model to 1 % proven"
    try:
        seconds = others.cp_sat(tight, limit)
    except others.NotInstalled as reason:
        return missing(TIGHT, measure, "×", str(reason), goal="≥ 500")
    return at_least(TIGHT, measure, seconds / timed(partial(solve, tight), 7), "×", goal=500)


def _large(count: int, repeats: int) -> Iterator[Case]:
    large = month(people(count), requests(2_000, dense=True))
    case = f"2,000 requests × {count:,} people, {len(large.seat):,} pairs"
    closest = partial(solve, large, gap=0.0001)
    if count == 100_000:
        plan = _checked(large, closest())
        yield at_most(case, "gap proven for all pairs", 100 * plan.gap, "%", goal=0.01)
        yield at_most(case, "after ranking", timed(closest, repeats), "s", goal=0.5)
    else:
        plan = _checked(large, solve(large))
        yield at_most(case, "gap proven for all pairs", 100 * plan.gap, "%", goal=0.2)


def _with_ranking(count: int, repeats: int) -> Case:
    """Every request ranked over the registry's columns, then all planned at once."""
    wanted = registry.requests(2_000, count)
    columns = ranked.warm(count, wanted)
    large = ranked.month(columns, wanted)
    _checked(large, solve(large, gap=0.0001))
    whole = timed(lambda: solve(ranked.month(columns, wanted), gap=0.0001), repeats)
    case = f"2,000 requests × {count:,} of the registry, {len(large.seat):,} pairs"
    return at_most(case, "ranked over columns and planned", whole, "s", goal=2)


def _checked(problem: Problem, plan: Plan) -> Plan:
    _refuse_wrong(problem, plan.chosen, plan.value, plan.bound)
    return plan


def _refuse_wrong(problem: Problem, chosen: Ints, value: float, bound: float) -> None:
    """Raises WrongPlan."""
    if wrong := first_violation(problem, chosen, value, bound):
        raise WrongPlan(wrong)
