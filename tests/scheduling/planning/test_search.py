"""Plans keep every rule, are worth what they say, and never beat their own bound."""

import numpy as np
import pytest
from hypothesis import given, settings

from scheduling.planning import Infeasible, Malformed, PairRule, Problem, Spans, solve
from scheduling.planning.check import first_violation
from tests.scheduling.planning.small import best, problems


def a_problem(pairs, needs, **more):
    seat, expert, value = np.array(pairs).T
    experts = more.pop("experts", int(expert.max()) + 1)
    return Problem(
        needs=np.array(needs), seat=seat, expert=expert, value=value, experts=experts, **more
    )


def seated(problem, plan):
    return {(int(problem.seat[pair]), int(problem.expert[pair])) for pair in plan.chosen}


@settings(deadline=None, max_examples=300)
@given(problems())
def test_the_best_plan_is_found_and_proven(problem):
    expected = best(problem)

    if expected is None:
        with pytest.raises(Infeasible):
            solve(problem, gap=0)
        return
    plan = solve(problem, gap=0)

    assert first_violation(problem, plan.chosen, plan.value, plan.bound) == ""
    assert (plan.value, plan.bound) == (expected, expected)


@settings(deadline=None, max_examples=100)
@given(problems(fill_all=False))
def test_a_quick_plan_keeps_every_rule_and_its_bound_holds(problem):
    expected = best(problem)
    if expected is None:
        return

    plan = solve(problem, gap=1)

    assert first_violation(problem, plan.chosen, plan.value, plan.bound) == ""
    assert plan.value <= expected <= plan.bound


def test_two_seats_go_to_two_people_when_that_is_worth_more():
    problem = a_problem([(0, 0, 10), (0, 1, 9), (1, 0, 8), (1, 1, 2)], needs=[1, 1])

    plan = solve(problem, gap=0)

    assert (plan.value, plan.bound) == (18, 18)


def test_the_same_person_again_costs_more_each_time():
    problem = a_problem([(seat, 0, 10) for seat in range(5)], needs=[1] * 5, fairness=4)

    plan = solve(problem, gap=0)

    assert plan.value == 10 + 6 + 2


def test_stairs_longer_than_the_first_model_are_climbed_at_their_true_price():
    problem = a_problem([(seat, 0, 100) for seat in range(20)], needs=[1] * 20, fairness=6)

    plan = solve(problem, gap=0)

    assert plan.value == plan.bound == sum(100 - 6 * step for step in range(17))


def test_whoever_has_been_asked_more_comes_later():
    pairs = [(0, 0, 10), (0, 1, 9)]

    plan = solve(a_problem(pairs, needs=[1], fairness=2, starts=np.array([1, 0])), gap=0)

    assert plan.chosen.tolist() == [1]


def test_the_way_and_the_rest_keep_two_seats_apart():
    spans = Spans(np.array([0, 1]), np.array([540, 660]), np.array([600, 720]))
    pairs = [(0, 0, 10), (1, 0, 10)]
    near = a_problem(pairs, needs=[1, 1], spans=spans, after=np.array([60, 60]))
    far = a_problem(pairs, needs=[1, 1], spans=spans, after=np.array([61, 61]))

    assert solve(near, gap=0).value == 20
    assert solve(far, gap=0).value == 10


def test_a_first_timer_sits_with_somebody_experienced():
    rule = PairRule(np.array([0]), np.array([True, True, False]), np.array([False, False, True]))
    problem = a_problem([(0, 0, 10), (0, 1, 9), (0, 2, 1)], needs=[2], pair_rule=rule)

    assert seated(problem, solve(problem, gap=0)) == {(0, 0), (0, 2)}


def test_what_is_locked_stays_and_what_is_barred_does_not_come():
    pairs = [(0, 0, 10), (0, 1, 1), (1, 0, 10), (1, 2, 2)]
    problem = a_problem(pairs, needs=[1, 1], locked=np.array([1]), barred=np.array([2]))

    assert seated(problem, solve(problem, gap=0)) == {(0, 1), (1, 2)}


def test_a_locked_first_timer_waits_for_somebody_experienced():
    rule = PairRule(np.array([0]), np.array([True, False]), np.array([False, True]))
    problem = a_problem([(0, 0, 1), (0, 1, 1)], needs=[2], pair_rule=rule, locked=np.array([0]))

    assert seated(problem, solve(problem)) == {(0, 0), (0, 1)}


def test_locks_that_contradict_each_other_get_a_sentence():
    pairs = [(0, 0, 10), (0, 1, 1)]

    with pytest.raises(Infeasible, match="locked pairs cannot all be kept"):
        solve(a_problem(pairs, needs=[1], locked=np.array([0, 1])))


def test_time_that_is_up_still_gives_a_plan_with_a_true_bound():
    random = np.random.default_rng(4)
    pairs = [(seat, expert, random.integers(1, 99)) for seat in range(60) for expert in range(12)]
    loads = random.integers(5, 26, (1, len(pairs))).astype(float)
    problem = a_problem(pairs, needs=[1] * 60, capacity=np.full((1, 12), 40.0), pair_loads=loads)

    hurried, patient = solve(problem, gap=0, seconds=0), solve(problem, gap=0)

    assert first_violation(problem, hurried.chosen, hurried.value, hurried.bound) == ""
    assert hurried.value <= patient.value == patient.bound <= hurried.bound


def test_pairs_that_contradict_the_problem_are_refused():
    with pytest.raises(Malformed, match="unknown expert"):
        a_problem([(0, 3, 1)], needs=[1], experts=2)


def test_an_empty_month_has_an_empty_plan():
    nobody = np.empty(0, np.int64)

    plan = solve(Problem(np.array([2]), nobody, nobody, nobody.astype(float), experts=0), gap=0)

    assert (plan.value, plan.bound, plan.chosen.tolist()) == (0, 0, [])
