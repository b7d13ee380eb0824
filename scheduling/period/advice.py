"""What one more person would change: tried by planning again with her, never guessed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from scheduling.facts import RequestFacts
from scheduling.period.pool import UNLIMITED, Pool, limits_of
from scheduling.planning import Problem, solve
from scheduling.travel_time import estimated_minutes

TRIED = 6
TOLD = 3
SECONDS = 0.25  # for each that is tried


class Wanted(NamedTuple):
    """Somebody who speaks the language, has the theme and is at home there; None: whatever."""

    theme_id: int | None
    language: str
    municipality: str | None


@dataclass(frozen=True)
class OneMore:
    """`adds` seats would be filled besides."""

    wanted: Wanted
    adds: int


def one_more(
    pool: Pool,
    problem: Problem,
    requests: Sequence[RequestFacts],
    chosen: Collection[int],
    value: int,
) -> list[OneMore]:
    """Who would fill most of the empty seats, the most first.

    requests  the facts of each seat's
    chosen    positions of pairs
    value     of her in a seat
    """
    seated = np.bincount(problem.seat[np.array(list(chosen), np.int64)], minlength=len(pool.seats))
    empty = np.flatnonzero(seated < problem.needs).tolist()
    tried = Counter(wanted for seat in empty for wanted in _wanted(requests[seat]))
    found = []
    for wanted, _ in tried.most_common(TRIED):
        seats = [n for n, facts in enumerate(requests) if wanted in _wanted(facts)]
        adds = _filled(_with_her(problem, seats, wanted.municipality, value)) - len(chosen)
        if adds > 0:
            found.append(OneMore(wanted, adds))
    return sorted(found, key=lambda each: -each.adds)[:TOLD]


def most_filled(problem: Problem) -> int:
    """No plan fills more places than this."""
    ones = np.ones(len(problem.value), np.int64)
    counted = replace(problem, value=ones, fairness=0, starts=None)
    return int(solve(counted, gap=0, seconds=SECONDS).bound + 1e-6)


def _wanted(facts: RequestFacts) -> list[Wanted]:
    place = facts.municipality if facts.on_site else None
    themes: list[int | None] = [*sorted(facts.themes)] or [None]
    return [Wanted(theme, facts.language, place) for theme in themes]


def _filled(problem: Problem) -> int:
    return len(solve(problem, seconds=SECONDS, gap=0).chosen)


def _with_her(problem: Problem, seats: Sequence[int], place: str | None, value: int) -> Problem:
    """Free all the time and at home in that place."""
    her = problem.experts
    way = np.full(len(seats), estimated_minutes(0) if place else 0, np.int64)
    more = np.array(seats, np.int64)
    limits = limits_of(problem)
    order = np.argsort(np.concatenate([problem.seat, more]), kind="stable")
    back = np.argsort(order)  # where each pair has moved
    return replace(
        problem,
        experts=her + 1,
        seat=np.concatenate([problem.seat, more])[order],
        expert=np.append(problem.expert, np.full(len(more), her))[order],
        value=np.append(problem.value, np.full(len(more), value))[order],
        before=np.append(limits.before, way)[order],
        after=np.append(limits.after, way)[order],
        capacity=np.column_stack([limits.capacity, np.full(len(limits.capacity), UNLIMITED)]),
        starts=np.append(limits.starts, 0),
        pair_rule=replace(
            limits.pair_rule,
            first_timer=np.append(limits.pair_rule.first_timer, [False]),
            experienced=np.append(limits.pair_rule.experienced, [True]),
        ),
        locked=back[problem.locked],
        barred=back[problem.barred],
    )
