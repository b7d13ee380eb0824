"""The hard rules: may this person be asked for this request, and why not."""

from collections.abc import Callable
from datetime import date

from scheduling.availability import Interval, busy_interval, find_clash
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.lifecycle import OfferState
from scheduling.reasons import Against, Reason
from scheduling.travel_time import estimated_minutes, estimated_road_km
from scheduling.wall_clock import day_of

Rule = Callable[[ExpertFacts, RequestFacts, date], Reason | None]

_WAITING = {OfferState.SENT, OfferState.SEEN, OfferState.ASKS_FIRST}


def reasons_against(expert: ExpertFacts, request: RequestFacts, today: date) -> list[Reason]:
    """Every reason, in the order of RULES; none when the person may be asked."""
    found = (rule(expert, request, today) for rule in RULES)
    return [reason for reason in found if reason is not None]


def kilometres(expert: ExpertFacts, request: RequestFacts) -> int | None:
    """Estimated, one way; None: unknown."""
    return estimated_road_km(expert.home, request.place)


def free_occasions(expert: ExpertFacts, request: RequestFacts) -> list[Interval]:
    """Those the person could take with the way there and back and her rest."""
    stays = not request.on_site or _takes_part_remotely(expert, request)
    travel = 0 if stays else estimated_minutes(kilometres(expert, request))
    return [
        occasion
        for occasion in request.occasions
        if not find_clash(
            busy_interval(occasion, travel_minutes=travel, rest_minutes=expert.rest_minutes),
            expert.busy,
        )
    ]


def is_stopped(expert: ExpertFacts, _request: RequestFacts, _today: date) -> Reason | None:
    return Reason(Against.STOPPED) if expert.stopped else None


def is_hidden(expert: ExpertFacts, _request: RequestFacts, _today: date) -> Reason | None:
    return Reason(Against.HIDDEN) if expert.hidden else None


def is_paused(expert: ExpertFacts, _request: RequestFacts, today: date) -> Reason | None:
    """A pause stops invitations, also to what comes after it."""
    until = expert.paused_until
    return Reason(Against.PAUSED, {"until": until}) if until and today < until else None


def is_in_this_already(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    """Whom we took back or did not choose may be asked again; who declined, only on purpose."""
    offer = request.offers.get(expert.id)
    if expert.id in request.holders or offer == OfferState.ACCEPTED:
        return Reason(Against.HOLDS_SEAT)
    if offer in _WAITING:
        return Reason(Against.ALREADY_ASKED)
    if offer == OfferState.DECLINED:
        return Reason(Against.DECLINED)
    return Reason(Against.DID_NOT_ANSWER) if offer == OfferState.EXPIRED else None


def does_not_do_this_kind(
    expert: ExpertFacts, request: RequestFacts, _today: date
) -> Reason | None:
    if request.kind in expert.kinds:
        return None
    return Reason(Against.KIND_NOT_ACCEPTED, {"kind": request.kind})


def has_no_common_theme(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    common = request.themes & {offered.theme_id for offered in expert.themes}
    return Reason(Against.NO_COMMON_THEME) if request.themes and not common else None


def does_not_speak(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    if expert.languages.get(request.language, 0) >= request.fluency:
        return None
    return Reason(Against.LANGUAGE_NOT_SPOKEN, {"language": request.language})


def has_no_agreement(expert: ExpertFacts, request: RequestFacts, today: date) -> Reason | None:
    """It must be valid on every day of the work."""
    if expert.agreement_from is None:
        return Reason(Against.NO_AGREEMENT)
    last = expert.agreement_until or date.max
    outside = [day for day in _days(request, today) if not expert.agreement_from <= day <= last]
    return Reason(Against.AGREEMENT_NOT_VALID, {"day": outside[0]}) if outside else None


def guardian_is_silent(expert: ExpertFacts, _request: RequestFacts, _today: date) -> Reason | None:
    if expert.is_minor and not expert.guardian_consents:
        return Reason(Against.GUARDIAN_HAS_NOT_CONSENTED)
    return None


def is_out_of_reach(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    """An unknown distance leaves nobody out."""
    if _takes_part_remotely(expert, request):
        return None
    if not request.on_site:
        return Reason(Against.NOT_REMOTELY) if request.remote else None
    distance, limit = kilometres(expert, request), expert.travels_km
    if distance is None or limit is None or distance <= limit:
        return None
    return Reason(Against.TOO_FAR, {"kilometres": distance, "limit": limit})


def is_busy(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    """Taken at every occasion; whoever is free for one may be asked for that one."""
    if request.occasions and not free_occasions(expert, request):
        return Reason(Against.BUSY)
    return None


RULES: tuple[Rule, ...] = (
    is_stopped,
    is_hidden,
    is_paused,
    is_in_this_already,
    does_not_do_this_kind,
    has_no_common_theme,
    does_not_speak,
    has_no_agreement,
    guardian_is_silent,
    is_out_of_reach,
    is_busy,
)


def _takes_part_remotely(expert: ExpertFacts, request: RequestFacts) -> bool:
    return request.remote and expert.works_remotely


def _days(request: RequestFacts, today: date) -> list[date]:
    days = {day_of(occasion.starts_at) for occasion in request.occasions}
    return sorted(days) or [request.due_on or today]
