"""What one more person would change: tried with the plan as it stands, never guessed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from scheduling.facts import RequestFacts
from scheduling.planning import Plan, Problem, empty_places, solve, would_fill
from scheduling.travel_time import estimated_minutes

TRIED = 12
TOLD = 3
SECONDS = 0.25


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


def one_more(problem: Problem, plan: Plan, requests: Sequence[RequestFacts]) -> list[OneMore]:
    """Who would fill most of the empty seats, the most first; of each language and place one.

    requests  the facts of each seat's
    """
    wishes = [_wanted(facts) for facts in requests]
    empty = np.flatnonzero(empty_places(problem, plan) > 0).tolist()
    tried = Counter(wanted for seat in empty for wanted in wishes[seat])
    found: dict[tuple[str, str | None], OneMore] = {}
    for wanted, _ in tried.most_common(TRIED):
        may = np.array([wanted in each for each in wishes], bool)
        way = estimated_minutes(0) if wanted.municipality else 0
        adds = would_fill(problem, plan, may, minutes_around=way or 0)
        kind = wanted.language, wanted.municipality
        if kind not in found or found[kind].adds < adds:
            found[kind] = OneMore(wanted, adds)
    return sorted(found.values(), key=lambda each: -each.adds)[:TOLD]


def most_filled(problem: Problem) -> int:
    """No plan fills more places than this."""
    ones = np.ones(len(problem.value), np.int64)
    counted = replace(problem, value=ones, fairness=0, starts=None)
    return int(solve(counted, gap=0, seconds=SECONDS).bound + 1e-6)


def _wanted(facts: RequestFacts) -> list[Wanted]:
    place = facts.municipality if facts.on_site else None
    themes: list[int | None] = [*sorted(facts.themes)] or [None]
    return [Wanted(theme, facts.language, place) for theme in themes]
