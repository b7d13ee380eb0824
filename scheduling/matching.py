"""A pool ranked for one request: who is asked in which order and why, and who is out and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from scheduling.eligibility import reasons_against
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.fairness import history
from scheduling.figures import Figures, figures_of
from scheduling.merits import reasons_for
from scheduling.points import points, waited
from scheduling.reasons import RELAXABLE, Against, Reason
from scheduling.weights import Weights

PUBLISHED = Weights()


@dataclass(frozen=True)
class Candidate:
    """`points` are for machines; people read the reasons."""

    expert_id: int
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Excluded:
    expert_id: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Ranking:
    """
    counts  in how many persons' way each reason stands; one person may have several
    adds    how many could be asked if this one reason were no reason
    """

    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    counts: Mapping[Against, int]
    adds: Mapping[Against, int]


def rank(
    pool: Iterable[ExpertFacts],
    request: RequestFacts,
    *,
    today: date,
    weights: Weights = PUBLISHED,
    figures: Figures | None = None,
) -> Ranking:
    """Candidates in order, the rest by id.

    figures  of the whole active pool; counted of `pool` unless given
    """
    people = list(pool)
    figures = figures or figures_of(people, today=today)
    judged = [(expert, tuple(reasons_against(expert, request, today))) for expert in people]
    excluded = (Excluded(expert.id, against) for expert, against in judged if against)
    only = Counter(Against(against[0].code) for _, against in judged if len(against) == 1)
    return Ranking(
        candidates=in_order(
            (expert for expert, against in judged if not against),
            request,
            today=today,
            weights=weights,
            figures=figures,
        ),
        excluded=tuple(sorted(excluded, key=attrgetter("expert_id"))),
        counts=Counter(Against(reason.code) for _, against in judged for reason in against),
        adds={code: only[code] for code in Against if code in RELAXABLE and only[code]},
    )


def relaxed(
    pool: Iterable[ExpertFacts],
    request: RequestFacts,
    code: Against,
    *,
    today: date,
    weights: Weights,
    figures: Figures,
) -> tuple[Candidate, ...]:
    """Those who would come in if `code` were no reason, in order."""
    added = (
        expert
        for expert in pool
        if [reason.code for reason in reasons_against(expert, request, today)] == [code]
    )
    return in_order(added, request, today=today, weights=weights, figures=figures)


def in_order(
    people: Iterable[ExpertFacts],
    request: RequestFacts,
    *,
    today: date,
    weights: Weights,
    figures: Figures,
) -> tuple[Candidate, ...]:
    """Most points first, then longest wait, then lowest id."""
    placed = []
    for expert in people:
        earned = points(expert, request, today=today, weights=weights, figures=figures)
        wait = waited(history(expert.past, today=today), today=today, figures=figures)
        placed.append((-earned, -wait, expert.id, expert))
    return tuple(
        Candidate(expert.id, -minus, reasons_for(expert, request, today))
        for minus, _, _, expert in sorted(placed, key=lambda each: each[:3])
    )
