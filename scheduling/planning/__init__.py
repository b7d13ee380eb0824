"""Many requests at once: who takes which seat, and how near the best possible that is."""

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
    "solve",
    "worth",
]
