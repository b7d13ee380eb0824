"""Many requests at once: who takes which seat, and how near the best possible that is."""

from scheduling.planning.alternatives import empty_places, runner_ups, would_fill
from scheduling.planning.problem import SEAT, PairRule, Plan, Problem, Spans, worth
from scheduling.planning.refusals import CannotPlan, Infeasible, Malformed
from scheduling.planning.search import solve

__all__ = [
    "SEAT",
    "CannotPlan",
    "Infeasible",
    "Malformed",
    "PairRule",
    "Plan",
    "Problem",
    "Spans",
    "empty_places",
    "runner_ups",
    "solve",
    "worth",
    "would_fill",
]
