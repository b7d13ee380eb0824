"""Beside a plan: who could come instead, which places stay empty, and who would fill them."""

from collections import defaultdict

import numpy as np

from scheduling.planning.busy import Calendar
from scheduling.planning.order import Ordered
from scheduling.planning.problem import Flags, Ints, Plan, Problem
from scheduling.planning.search import solve

LOOKED_AT = 20  # of each seat, beyond those it needs
TINY = 1e-9

Times = list[tuple[int, int]]


def empty_places(problem: Problem, plan: Plan) -> Ints:
    """Of each seat."""
    return problem.needs - np.bincount(problem.seat[plan.chosen], minlength=len(problem.needs))


def runner_ups(problem: Problem, plan: Plan) -> Ints:
    """Per seat the worthiest pair whose person is free for it while the plan stands; -1: nobody."""
    ordered, calendar = Ordered(problem), Calendar(problem)
    looked_at = np.setdiff1d(ordered.best(problem.needs + LOOKED_AT), plan.chosen)
    order = np.lexsort((-ordered.worth(looked_at), problem.seat[looked_at]))
    looked_at = looked_at[order]
    taken, plans = _times(calendar, looked_at), _Plans(problem, calendar, plan)
    found = np.full(len(problem.needs), -1)
    for pair, times in zip(looked_at.tolist(), taken, strict=True):
        if found[problem.seat[pair]] < 0 and plans.leave_free(pair, times):
            found[problem.seat[pair]] = pair
    return found


def would_fill(
    problem: Problem, plan: Plan, may: Flags, *, minutes_around: int = 0, most: float = np.inf
) -> int:
    """How many empty places one more person would fill who `may` take these seats.

    minutes_around  her way, and rest, before and after each time
    most            of the first resource she can carry
    """
    seats = np.flatnonzero(may & (empty_places(problem, plan) > 0))
    around = np.full(len(seats), minutes_around)
    has_loads = problem.seat_loads is not None
    alone = Problem(
        needs=problem.needs,
        seat=seats,
        expert=np.zeros(len(seats), np.int64),
        value=np.ones(len(seats), np.int64),
        experts=1,
        capacity=np.array([[most]]) if has_loads else None,
        seat_loads=problem.seat_loads[:1] if problem.seat_loads is not None else None,
        spans=problem.spans,
        before=around,
        after=around,
        conflicts=problem.conflicts,
    )
    return int(solve(alone, gap=0).value)


class _Plans:
    """What people have in the plan: times, loads, and how many experienced sit in each team."""

    def __init__(self, problem: Problem, calendar: Calendar, plan: Plan) -> None:
        self._problem = problem
        self._busy: dict[int, Times] = defaultdict(list)
        for pair, times in zip(plan.chosen, _times(calendar, plan.chosen), strict=True):
            self._busy[int(problem.expert[pair])] += times
        experts = problem.expert[plan.chosen]
        self._sits = set(zip(problem.seat[plan.chosen].tolist(), experts.tolist(), strict=True))
        self._carried = [
            np.bincount(experts, problem.loads(each, plan.chosen), problem.experts)
            for each in problem.resources
        ]
        rule = problem.pair_rule
        if rule is not None:
            teams = rule.group[problem.seat[plan.chosen]]
            old = rule.experienced[experts] & ~rule.first_timer[experts] & (teams >= 0)
            self._olds = np.bincount(teams[old], minlength=int(rule.group.max(initial=0)) + 1)

    def leave_free(self, pair: int, times: Times) -> bool:
        expert = int(self._problem.expert[pair])
        return (
            not _meet(self._busy[expert], times)
            and (int(self._problem.seat[pair]), expert) not in self._sits
            and self._leave_room(pair, expert)
            and self._keep_pairs(pair, expert)
        )

    def _leave_room(self, pair: int, expert: int) -> bool:
        problem = self._problem
        one = np.array([pair])
        return all(
            problem.capacity is None
            or carried[expert] + problem.loads(each, one)[0]
            <= problem.capacity[each, expert] + TINY
            for each, carried in enumerate(self._carried)
        )

    def _keep_pairs(self, pair: int, expert: int) -> bool:
        """A first-timer may replace anybody only where two experienced ones sit."""
        rule = self._problem.pair_rule
        if rule is None or not rule.first_timer[expert]:
            return True
        team = int(rule.group[self._problem.seat[pair]])
        return team < 0 or bool(self._olds[team] >= 2)


def _times(calendar: Calendar, pairs: Ints) -> list[Times]:
    taken = calendar.taken(pairs)
    times: list[Times] = [[] for _ in pairs]
    for pair, start, end in zip(
        taken.pair.tolist(), taken.start.tolist(), taken.end.tolist(), strict=True
    ):
        times[pair].append((start, end))
    return times


def _meet(one: Times, other: Times) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
