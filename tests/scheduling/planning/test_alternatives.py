"""Beside a plan: the runner-up of each seat, empty places, and what one more person would fill."""

import numpy as np
from hypothesis import given, settings

from scheduling.planning import (
    Infeasible,
    PairRule,
    Problem,
    Spans,
    empty_places,
    runner_ups,
    solve,
    would_fill,
)
from scheduling.planning.check import first_violation
from tests.scheduling.planning.small import problems

MORNING, NOON, EVENING = (540, 660), (630, 750), (1020, 1140)


def three_times(pairs, needs=(1, 1, 1), **more):
    """Seats in the morning, at noon (they meet) and in the evening."""
    seat, expert, value = np.array(pairs).T
    start, end = np.array([MORNING, NOON, EVENING]).T
    return Problem(
        needs=np.array(needs),
        seat=seat,
        expert=expert,
        value=value,
        experts=4,
        spans=Spans(np.arange(3), start, end),
        **more,
    )


def test_the_runner_up_is_the_worthiest_who_is_still_free():
    problem = three_times([(0, 0, 9), (0, 1, 8), (0, 2, 7), (1, 1, 9), (2, 3, 5)])

    plan = solve(problem, gap=0)

    assert plan.chosen.tolist() == [0, 3, 4]
    assert runner_ups(problem, plan).tolist() == [2, -1, -1]


def test_a_first_timer_is_no_runner_up_where_one_experienced_sits():
    ranks = np.array([2, 0, 1, 0])
    rule = PairRule(np.array([0, -1, -1]), ranks == 0, ranks == 2)
    pairs = [(0, 0, 9), (0, 1, 8), (0, 3, 7), (0, 2, 1)]
    problem = three_times(pairs, needs=(2, 1, 1), pair_rule=rule)

    plan = solve(problem, gap=0)

    assert plan.chosen.tolist() == [0, 1]
    assert runner_ups(problem, plan)[0] == 3


@settings(deadline=None, max_examples=100)
@given(problems(fill_all=False))
def test_a_runner_up_could_join_if_there_were_one_more_place(problem):
    try:
        plan = solve(problem)
    except Infeasible:
        return

    for seat, pair in enumerate(runner_ups(problem, plan).tolist()):
        if pair >= 0:
            problem.needs[seat] += 1
            joined = [*plan.chosen, pair]
            wrong = first_violation(problem, joined, 0, 0)
            assert wrong == "" or wrong.startswith("The plan is worth")
            problem.needs[seat] -= 1


def test_one_more_person_fills_what_she_may_and_can():
    problem = three_times([(0, 0, 9)], needs=(1, 1, 2))
    plan = solve(problem, gap=0)
    anywhere = np.ones(3, bool)

    assert empty_places(problem, plan).tolist() == [0, 1, 2]
    assert would_fill(problem, plan, anywhere) == 2
    assert would_fill(problem, plan, anywhere, minutes_around=150) == 1
    assert would_fill(problem, plan, np.array([True, True, False])) == 1


def test_one_more_person_fills_no_more_than_she_can_carry():
    minutes = np.array([[120.0, 120.0, 120.0]])
    nobody = np.zeros((1, 4))
    problem = three_times([(0, 0, 9)], capacity=nobody, seat_loads=minutes)

    plan = solve(problem, gap=0)

    assert would_fill(problem, plan, np.ones(3, bool), most=240) == 2
    assert would_fill(problem, plan, np.ones(3, bool), most=200) == 1
