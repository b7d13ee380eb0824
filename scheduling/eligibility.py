"""The hard rules: may this person be asked for this request, and why not."""

from collections.abc import Callable
from datetime import date

from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.lifecycle import OPEN_OFFER, OfferState
from scheduling.obstacles import OBSTACLES, kilometres, obstacles, takes_part_remotely
from scheduling.reasons import Against, Reason
from scheduling.wall_clock import day_of

Rule = Callable[[ExpertFacts, RequestFacts, date], Reason | None]


def reasons_against(expert: ExpertFacts, request: RequestFacts, today: date) -> list[Reason]:
    """Every reason, in the order of Against; none when the person may be asked."""
    found = (rule(expert, request, today) for rule in RULES)
    return [reason for reason in found if reason is not None] + no_free_time(expert, request)


def is_stopped(expert: ExpertFacts, _request: RequestFacts, _today: date) -> Reason | None:
    return Reason(Against.STOPPED) if expert.stopped else None


def is_hidden(expert: ExpertFacts, _request: RequestFacts, _today: date) -> Reason | None:
    return Reason(Against.HIDDEN) if expert.hidden else None


def is_paused(expert: ExpertFacts, _request: RequestFacts, today: date) -> Reason | None:
    """A pause stops invitations, also to what comes after it."""
    until = expert.paused_until
    return Reason(Against.PAUSED, {"until": until}) if until and today < until else None


def is_in_this_already(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    code = standing_in(request, expert.id)
    return Reason(code) if code else None


def standing_in(request: RequestFacts, expert_id: int) -> Against | None:
    """Whom we took back or did not choose may be asked again; who declined, only on purpose."""
    offer = request.offers.get(expert_id)
    if expert_id in request.holders or offer == OfferState.ACCEPTED:
        return Against.HOLDS_SEAT
    if offer in OPEN_OFFER:
        return Against.ALREADY_ASKED
    if offer == OfferState.DECLINED:
        return Against.DECLINED
    return Against.DID_NOT_ANSWER if offer == OfferState.EXPIRED else None


def does_not_do_this_kind(
    expert: ExpertFacts, request: RequestFacts, _today: date
) -> Reason | None:
    if request.kind in expert.kinds:
        return None
    return Reason(Against.KIND_NOT_ACCEPTED, {"kind": request.kind})


def does_not_take_part_so(
    expert: ExpertFacts, request: RequestFacts, _today: date
) -> Reason | None:
    if not expert.levels or request.level in expert.levels:
        return None
    return Reason(Against.LEVEL_NOT_ACCEPTED, {"level": request.level})


def has_no_common_theme(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    common = request.themes & {offered.theme_id for offered in expert.themes}
    return Reason(Against.NO_COMMON_THEME) if request.themes and not common else None


def does_not_speak(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    if expert.languages.get(request.language, 0) >= request.fluency:
        return None
    return Reason(Against.LANGUAGE_NOT_SPOKEN, {"language": request.language})


def is_not_trained(expert: ExpertFacts, request: RequestFacts, today: date) -> Reason | None:
    """Some training must be valid on every day of the work."""
    if not request.needs_training or all(
        any(each.first <= day <= (each.last or date.max) for each in expert.trainings)
        for day in work_days(request, today)
    ):
        return None
    return Reason(Against.NOT_TRAINED)


def has_no_agreement(expert: ExpertFacts, request: RequestFacts, today: date) -> Reason | None:
    """It must be valid on every day of the work."""
    if expert.agreement_from is None:
        return Reason(Against.NO_AGREEMENT)
    last = expert.agreement_until or date.max
    outside = [day for day in work_days(request, today) if not expert.agreement_from <= day <= last]
    return Reason(Against.AGREEMENT_NOT_VALID, {"day": outside[0]}) if outside else None


def signed_an_older_text(
    expert: ExpertFacts, _request: RequestFacts, _today: date
) -> Reason | None:
    if expert.agreement_from is None or expert.agreement_is_current:
        return None
    return Reason(Against.AGREEMENT_OUTDATED)


def guardian_is_silent(expert: ExpertFacts, _request: RequestFacts, _today: date) -> Reason | None:
    if expert.is_minor and not expert.guardian_consents:
        return Reason(Against.GUARDIAN_HAS_NOT_CONSENTED)
    return None


def is_not_suitable(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    """A boundary of hers or her own unit: one reason for both, so that nobody can tell which."""
    if (
        expert.avoids_themes & request.themes
        or request.municipality in expert.avoids_municipalities
        or request.unit_id in expert.avoids_units | expert.own_units
    ):
        return Reason(Against.NOT_SUITABLE)
    return None


def is_out_of_reach(expert: ExpertFacts, request: RequestFacts, _today: date) -> Reason | None:
    """An unknown distance leaves nobody out."""
    if takes_part_remotely(expert, request):
        return None
    if not request.on_site:
        return Reason(Against.NOT_REMOTELY) if request.remote else None
    distance, limit = kilometres(expert, request), expert.travels_km
    if distance is None or limit is None or distance <= limit:
        return None
    return Reason(Against.TOO_FAR, {"kilometres": distance, "limit": limit})


def no_free_time(expert: ExpertFacts, request: RequestFacts) -> list[Reason]:
    """Whoever is free for one occasion may be asked for it; otherwise all that is in the way."""
    each_time = [obstacles(expert, request, occasion) for occasion in request.occasions]
    if not each_time or not all(each_time):
        return []
    met = {code for codes in each_time for code in codes}
    return [Reason(code) for code in OBSTACLES if code in met]


RULES: tuple[Rule, ...] = (
    is_stopped,
    is_hidden,
    is_paused,
    is_in_this_already,
    does_not_do_this_kind,
    does_not_take_part_so,
    has_no_common_theme,
    does_not_speak,
    is_not_trained,
    has_no_agreement,
    signed_an_older_text,
    guardian_is_silent,
    is_not_suitable,
    is_out_of_reach,
)


def work_days(request: RequestFacts, today: date) -> list[date]:
    """The days occasions begin on; without any the day it is due, or today."""
    days = {day_of(occasion.starts_at) for occasion in request.occasions}
    return sorted(days) or [request.due_on or today]
