"""Plans keep every rule, are worth what they say, and never beat their own bound."""

import numpy as np

from scheduling.planning import Problem, solve
from scheduling.planning.check import first_violation


def a_problem(pairs, needs, **more):
    seat, expert, value = np.array(pairs).T
    experts = more.pop("experts", int(expert.max()) + 1)
    return Problem(
        needs=np.array(needs), seat=seat, expert=expert, value=value, experts=experts, **more
    )


def test_two_seats_go_to_two_people_when_that_is_worth_more():
    problem = a_problem([(0, 0, 10), (0, 1, 9), (1, 0, 8), (1, 1, 2)], needs=[1, 1])

    plan = solve(problem, gap=0)

    assert (plan.value, plan.bound) == (18, 18)
    assert first_violation(problem, plan.chosen, plan.value, plan.bound) == ""


def test_the_same_person_again_costs_more_each_time():
    problem = a_problem([(seat, 0, 10) for seat in range(5)], needs=[1] * 5, fairness=4)

    plan = solve(problem, gap=0)

    assert plan.value == 10 + 6 + 2
