"""The linear model of some of the pairs: rows that can bind, columns of pairs and of stairs."""

from dataclasses import dataclass

import numpy as np

from scheduling.planning.busy import Calendar, Cliques
from scheduling.planning.order import Ordered
from scheduling.planning.problem import Flags, Ints, Numbers
from scheduling.planning.runs import spread

STEPS = 6  # of the stair of fairness; the last one is endless, so a bound stays a bound


@dataclass(frozen=True, eq=False)
class Limits:
    """Rows of people whose pairs weigh more than they can carry, in `unit`s of the resource."""

    resource: int
    expert: Ints
    first_row: int
    unit: float


@dataclass(frozen=True, eq=False)
class Model:
    """Columns are first `pairs`, then steps of stairs; what is sought is the highest gain.

    Rows: seats; stairs (people with two pairs or more); cliques; limits; teams.
    """

    pairs: Ints
    gain: Numbers
    low: Numbers
    high: Numbers
    floor: Numbers
    ceiling: Numbers
    starts: Ints
    rows: Ints
    numbers: Numbers
    stair_experts: Ints
    cliques: Cliques
    clique_row: int
    limits: tuple[Limits, ...]
    team_row: int
    teams: Ints


class Rows:
    """Entries of the matrix, gathered block by block."""

    def __init__(self) -> None:
        self.count = 0
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.number: list[Numbers] = []
        self.ceiling: list[Numbers] = []

    def add(self, ceiling: Numbers, *entries: tuple[Ints, Ints, Numbers]) -> int:
        """New rows below the others; entries count rows from their own first. Its number."""
        first = self.count
        for row, column, number in entries:
            self.row.append(row + first)
            self.column.append(column)
            self.number.append(number)
        self.ceiling.append(ceiling)
        self.count += len(ceiling)
        return first


def build(ordered: Ordered, calendar: Calendar, pairs: Ints, steps: int = STEPS) -> Model:
    problem = ordered.problem
    seat, expert = problem.seat[pairs], problem.expert[pairs]
    each = np.arange(len(pairs))
    rows = Rows()
    rows.add(problem.needs.astype(float), (seat, each, np.ones(len(pairs))))
    stair_experts, step = _stairs(rows, ordered, expert, steps)
    cliques = calendar.cliques(pairs)
    clique_row = rows.add(
        np.ones(len(cliques.expert)), (cliques.row, cliques.pair, np.ones(len(cliques.row)))
    )
    limits = _limits(rows, ordered, pairs)
    team_row, teams = _teams(rows, ordered, pairs)
    gain = np.concatenate([ordered.worth(pairs), -problem.fairness * step]) / ordered.highest
    low, high = np.zeros(len(gain)), np.ones(len(gain))
    low[: len(pairs)] = ordered.locked[pairs]
    high[len(pairs) :][step == steps] = np.inf
    ceiling = np.concatenate(rows.ceiling)
    floor = np.full(len(ceiling), -np.inf)
    if problem.fill_all:
        floor[: len(problem.needs)] = problem.needs
    column = np.concatenate(rows.column)
    order = np.argsort(column, kind="stable")
    starts = np.searchsorted(column[order], np.arange(len(gain) + 1))
    return Model(
        pairs=pairs,
        gain=gain,
        low=low,
        high=high,
        floor=floor,
        ceiling=ceiling,
        starts=starts,
        rows=np.concatenate(rows.row)[order],
        numbers=np.concatenate(rows.number)[order],
        stair_experts=stair_experts,
        cliques=cliques,
        clique_row=clique_row,
        limits=limits,
        team_row=team_row,
        teams=teams,
    )


def _stairs(rows: Rows, ordered: Ordered, expert: Ints, steps: int) -> tuple[Ints, Ints]:
    """One seat is free of charge, each further one takes a step: whose stairs, which steps."""
    problem = ordered.problem
    times = np.bincount(expert, minlength=problem.experts)
    several = np.flatnonzero(times >= 2) if problem.fairness else np.empty(0, np.int64)
    stair = np.full(problem.experts, -1)
    stair[several] = np.arange(len(several))
    climbing = np.flatnonzero(stair[expert] >= 0)
    heights = np.minimum(times[several] - 1, steps)
    of_stair = np.repeat(np.arange(len(several)), heights)
    step = spread(np.ones(len(several), np.int64), heights)
    columns = len(expert) + np.arange(len(step))
    rows.add(
        np.ones(len(several)),
        (stair[expert[climbing]], climbing, np.ones(len(climbing))),
        (of_stair, columns, -np.ones(len(step))),
    )
    return several, step


def _limits(rows: Rows, ordered: Ordered, pairs: Ints) -> tuple[Limits, ...]:
    problem, made = ordered.problem, []
    expert = problem.expert[pairs]
    for resource in problem.resources:
        assert problem.capacity is not None
        capacity, load = problem.capacity[resource], problem.loads(resource, pairs)
        asked = np.bincount(expert, load, problem.experts)
        bound = np.flatnonzero(asked > capacity)
        row = np.full(problem.experts, -1)
        row[bound] = np.arange(len(bound))
        heavy = np.flatnonzero((row[expert] >= 0) & (load > 0))
        unit = float(load[heavy].mean()) if len(heavy) else 1.0
        entries = (row[expert[heavy]], heavy, load[heavy] / unit)
        made.append(Limits(resource, bound, rows.add(capacity[bound] / unit, entries), unit))
    return tuple(made)


def _teams(rows: Rows, ordered: Ordered, pairs: Ints) -> tuple[int, Ints]:
    """First-timers of a team ≤ its other places × its experienced ones."""
    rule = ordered.problem.pair_rule
    if rule is None:
        return rows.count, np.empty(0, np.int64)
    others = other_places(ordered)
    group = rule.group[ordered.problem.seat[pairs]]
    new = rule.first_timer[ordered.problem.expert[pairs]]
    old = rule.experienced[ordered.problem.expert[pairs]]
    counts = np.flatnonzero((group >= 0) & (new | old))
    number = np.where(new[counts], 1.0, -others[group[counts]])
    first = rows.add(np.zeros(len(others)), (group[counts], counts, number))
    return first, others


def other_places(ordered: Ordered) -> Ints:
    """Per team: its places but one."""
    rule = ordered.problem.pair_rule
    if rule is None:
        return np.empty(0, np.int64)
    ruled: Flags = rule.group >= 0
    places = np.bincount(rule.group[ruled], ordered.problem.needs[ruled])
    return np.maximum(places - 1, 0).astype(np.int64)
