"""What speaks for a person, and what is good to know of her before she is asked."""

from datetime import date

from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.fairness import History, history
from scheduling.obstacles import free_occasions, kilometres, takes_part_remotely
from scheduling.reasons import Because, Reason

_DAYS_A_MONTH = 30


def reasons_for(expert: ExpertFacts, request: RequestFacts, today: date) -> tuple[Reason, ...]:
    """Wish and turn first, then what fits, then what is good to know."""
    return (
        *_wish(expert, request),
        *turn(history(expert.past, today=today), today),
        *_themes(expert, request),
        *_work(expert, request),
        Reason(Because.SPEAKS, {"language": request.language}),
        *_way(expert, request),
        *_dates(expert, request),
        *_notes(expert, request),
    )


def turn(past: History, today: date) -> list[Reason]:
    if past.last_asked_on is None:
        return [Reason(Because.NEWCOMER)]
    counted = [
        last_asked((today - past.last_asked_on).days),
        Reason(Because.TIMES_ASKED, {"times": past.asked}),
    ]
    worked = [Reason(Because.TIMES_WORKED, {"times": past.worked})] if past.worked else []
    return counted + worked


def last_asked(days: int) -> Reason:
    if days < 2 * _DAYS_A_MONTH:
        return Reason(Because.LAST_ASKED_DAYS_AGO, {"days": days})
    return Reason(Because.LAST_ASKED_MONTHS_AGO, {"months": days // _DAYS_A_MONTH})


def _wish(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    named = [Reason(Because.ASKED_BY_NAME)] if expert.id in request.asked_by_name else []
    goes_on = [Reason(Because.CONTINUES)] if expert.id in request.continues else []
    return named + goes_on


def _themes(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    return [
        Reason(Because.HAS_THEME, offered._asdict())
        for offered in sorted(expert.themes)
        if offered.theme_id in request.themes
    ]


def _work(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    level = [Reason(Because.NAMED_THE_LEVEL)] if request.level in expert.levels else []
    learns = [Reason(Because.WANTS_TO_LEARN)] if request.kind in expert.learns else []
    good_at = [Reason(Because.GOOD_AT)] if request.kind in expert.good_at else []
    return level + learns + good_at


def _way(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    """Nothing about the way when nobody has to go anywhere."""
    online = [Reason(Because.TAKES_PART_REMOTELY)]
    reasons = online if takes_part_remotely(expert, request) else []
    if not request.on_site:
        return reasons
    return [way(kilometres(expert, request)), *reasons]


def way(distance: int | None) -> Reason:
    if distance is None:
        return Reason(Because.DISTANCE_UNKNOWN)
    if distance == 0:
        return Reason(Because.SAME_MUNICIPALITY)
    return Reason(Because.LIVES_KM_AWAY, {"kilometres": distance})


def _dates(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    free, wanted = len(free_occasions(expert, request)), len(request.occasions)
    return [Reason(Because.FREE_ON_SOME, {"free": free, "of": wanted})] if free < wanted else []


def _notes(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    unchecked = request.with_minors and request.checks_records and not expert.record_checked_on
    notes = {
        Because.ASK_BEFORE_CONFIRMING: expert.id in request.ask_before_confirming,
        Because.RECORD_CHECK_MISSING: unchecked,
        Because.SUPPORT_NEEDED: expert.needs_support,
    }
    return [Reason(code) for code, holds in notes.items() if holds]
