"""The checker names what is wrong with a damaged plan."""

from dataclasses import replace

import numpy as np
import pytest

from scheduling.planning import PairRule, Problem, Spans, solve
from scheduling.planning.check import first_violation

PAIRS = np.array([(0, 0, 9), (0, 1, 8), (0, 2, 7), (1, 0, 9), (1, 2, 8)])


@pytest.fixture
def problem():
    """Seat 0 needs two, seat 1 needs one; they are at the same time; person 1 is new."""
    seat, expert, value = PAIRS.T
    return Problem(
        needs=np.array([2, 1]),
        seat=seat,
        expert=expert,
        value=value,
        experts=3,
        capacity=np.array([[60.0, 60.0, 120.0]]),
        seat_loads=np.array([[60.0, 60.0]]),
        spans=Spans(np.array([0, 1]), np.array([540, 570]), np.array([600, 630])),
        pair_rule=PairRule(
            np.array([0, -1]), np.array([False, True, False]), np.array([True, False, True])
        ),
    )


def wrong(problem, *chosen, worth=None, bound=99.0):
    value = float(problem.value[list(chosen)].sum()) if worth is None else worth
    return first_violation(problem, chosen, value, bound)


def test_a_good_plan_has_nothing_wrong(problem):
    plan = solve(problem, gap=0)

    assert first_violation(problem, plan.chosen, plan.value, plan.bound) == ""
    assert plan.value == 25


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([0, 1, 2], "Seat 0 has 3 people and needs 2."),
        ([0, 0], "Expert 0 sits 2 times in seat 0."),
        ([0, 3], "Expert 0 carries 120 of resource 0, not 60."),
        ([2, 4], "Expert 2 is in seats 0 and 1 at the same time."),
        ([1], "Expert 1 is a first-timer without anybody experienced in team 0."),
        ([17], "Pair 17 does not exist."),
    ],
)
def test_each_damage_gets_its_sentence(problem, chosen, sentence):
    assert wrong(problem, *chosen, worth=0.0) == sentence


def test_a_value_that_is_told_wrong_is_found(problem):
    assert wrong(problem, 0, 4, worth=18.0) == "The plan is worth 17, not 18."


def test_a_bound_that_is_too_low_is_found(problem):
    assert wrong(problem, 0, 4, bound=16.0) == "The plan is worth 17, above its bound 16."


def test_conflicts_locks_and_bars_are_looked_at(problem):
    assert "locked and missing" in wrong(replace(problem, locked=np.array([2])), 0)
    assert "is barred" in wrong(replace(problem, barred=np.array([0])), 0)
    apart = replace(problem, spans=Spans(), conflicts=np.array([[1, 0]]))
    assert wrong(apart, 2, 4) == "Expert 2 sits in seats 0 and 1, which conflict."


def test_an_empty_place_is_wrong_only_when_all_are_to_be_filled(problem):
    assert wrong(problem, 0) == ""
    assert wrong(replace(problem, fill_all=True), 0) == "Seat 0 has 1 people and needs 2."
