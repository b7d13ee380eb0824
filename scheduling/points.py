"""Points of one person for one request: parts of 0 to 1,000, each times its weight."""

from dataclasses import astuple
from datetime import date
from typing import NamedTuple

from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.fairness import YEAR, History, history
from scheduling.figures import Figures
from scheduling.obstacles import kilometres, takes_part_remotely
from scheduling.weights import Weights

FULL, HALF = 1000, 500
LESS_EACH_KM = 5


class Parts(NamedTuple):
    """In the order of Weights."""

    theme: int
    level: int
    distance: int
    wait: int
    asked: int
    worked: int
    learning: int
    continuity: int


def points(
    expert: ExpertFacts, request: RequestFacts, *, today: date, weights: Weights, figures: Figures
) -> int:
    return weigh(parts(expert, request, today=today, figures=figures), weights)


def weigh(parts: Parts, weights: Weights) -> int:
    return sum(part * weight for part, weight in zip(parts, astuple(weights), strict=True))


def parts(expert: ExpertFacts, request: RequestFacts, *, today: date, figures: Figures) -> Parts:
    past = history(expert.past, today=today)
    missing = past.days_missing
    return Parts(
        theme=_theme(expert, request, figures),
        level=FULL if request.level in expert.levels else HALF,
        distance=_distance(expert, request),
        wait=min(FULL, HALF * waited(past, today=today, figures=figures) // figures.wait),
        asked=seldom(past.asked, usual=figures.asked, missing=missing),
        worked=seldom(past.worked, usual=figures.worked, missing=missing),
        learning=FULL if request.kind in expert.learns else 0,
        continuity=FULL if expert.id in request.continues else 0,
    )


def waited(past: History, *, today: date, figures: Figures) -> int:
    """Days since last asked; who never was starts at the pool's median and waits from there."""
    if past.last_asked_on is None:
        return figures.wait + past.days_here
    return (today - past.last_asked_on).days


def seldom(times: int, *, usual: int, missing: int = 0) -> int:
    """All for who has none, half for who has as many as is usual.

    missing  days of the last year before she joined: for them the usual is counted, so that a
             newcomer starts in the middle and comes to her own figures within a year
    """
    counted = times * YEAR + usual * missing
    return FULL * usual * YEAR // (usual * YEAR + counted)


def _theme(expert: ExpertFacts, request: RequestFacts, figures: Figures) -> int:
    """The share of the wanted themes she has, weighed by how rare they are; all if any will do."""
    if not request.themes:
        return FULL
    has = {offered.theme_id for offered in expert.themes} & request.themes
    wanted = sum(figures.rarity(each) for each in request.themes)
    return FULL * sum(figures.rarity(each) for each in has) // wanted


def _distance(expert: ExpertFacts, request: RequestFacts) -> int:
    """All for who stays where she is or lives there, half where it is unknown."""
    if not request.on_site or takes_part_remotely(expert, request):
        return FULL
    far = kilometres(expert, request)
    return HALF if far is None else max(0, FULL - LESS_EACH_KM * far)
