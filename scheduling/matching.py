"""A pool ranked for one request: who is asked in which order and why, and who is out and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from scheduling.eligibility import free_occasions, kilometres, reasons_against
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.fairness import History, fair_order, history
from scheduling.reasons import Against, Because, Reason

_DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Candidate:
    """`score` is for machines: days waited since last asked, a newcomer's being the median."""

    expert_id: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Excluded:
    expert_id: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Ranking:
    """`counts` tells in how many persons' way each reason stands; one person may have several."""

    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    counts: Mapping[Against, int]


def rank(pool: Iterable[ExpertFacts], request: RequestFacts, *, today: date) -> Ranking:
    """Candidates by turn, the rest by id."""
    judged = [(expert, tuple(reasons_against(expert, request, today))) for expert in pool]
    eligible = {expert.id: expert for expert, against in judged if not against}
    turns = fair_order(
        {each: history(eligible[each].past, today=today) for each in eligible}, today=today
    )
    candidates = (
        Candidate(
            turn.expert_id, turn.waited, reasons_for(eligible[turn.expert_id], request, today)
        )
        for turn in turns
    )
    excluded = (Excluded(expert.id, against) for expert, against in judged if against)
    return Ranking(
        candidates=tuple(candidates),
        excluded=tuple(sorted(excluded, key=attrgetter("expert_id"))),
        counts=Counter(Against(reason.code) for _, against in judged for reason in against),
    )


def reasons_for(expert: ExpertFacts, request: RequestFacts, today: date) -> tuple[Reason, ...]:
    """The turn first, then what fits, then what is good to know."""
    return (
        *_wish(expert, request),
        *_turn(history(expert.past, today=today), today),
        *_themes(expert, request),
        Reason(Because.SPEAKS, {"language": request.language}),
        *_way(expert, request),
        *_dates(expert, request),
    )


def _wish(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    return [Reason(Because.ASKED_BY_NAME)] if expert.id in request.asked_by_name else []


def _turn(past: History, today: date) -> list[Reason]:
    if past.last_asked_on is None:
        return [Reason(Because.NEWCOMER)]
    days = (today - past.last_asked_on).days
    ago = (
        Reason(Because.LAST_ASKED_DAYS_AGO, {"days": days})
        if days < 2 * _DAYS_A_MONTH
        else Reason(Because.LAST_ASKED_MONTHS_AGO, {"months": days // _DAYS_A_MONTH})
    )
    return [ago, Reason(Because.TIMES_ASKED, {"times": past.asked})]


def _themes(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    return [
        Reason(Because.HAS_THEME, offered._asdict())
        for offered in sorted(expert.themes)
        if offered.theme_id in request.themes
    ]


def _way(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    """Nothing about the way when nobody has to go anywhere."""
    online = [Reason(Because.TAKES_PART_REMOTELY)]
    reasons = online if request.remote and expert.works_remotely else []
    if not request.on_site:
        return reasons
    distance = kilometres(expert, request)
    if distance is None:
        return [Reason(Because.DISTANCE_UNKNOWN), *reasons]
    if distance == 0:
        return [Reason(Because.SAME_MUNICIPALITY), *reasons]
    return [Reason(Because.LIVES_KM_AWAY, {"kilometres": distance}), *reasons]


def _dates(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    free, wanted = len(free_occasions(expert, request)), len(request.occasions)
    return [Reason(Because.FREE_ON_SOME, {"free": free, "of": wanted})] if free < wanted else []
