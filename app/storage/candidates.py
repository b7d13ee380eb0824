"""What matching needs to know: everybody's facts and one request's, gathered in few questions."""

from datetime import date

from sqlalchemy import func, select

from app.database import current_organisation, db
from app.storage import matching_weights, occasions, offers, organisations, pool, requests
from app.storage.assignments import Assignment
from app.storage.expert_facts import facts_of_experts, place_of
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from scheduling.availability import Interval
from scheduling.columns.ranking import Ranked, rank
from scheduling.facts import RequestFacts
from scheduling.kinds import CancelReason, Fluency, level
from scheduling.lifecycle import SEATED, AssignmentState, OfferState

__all__ = ["facts_of_experts", "facts_of_request", "place_of", "ranking"]


def ranking(request: ExpertRequest, *, today: date, occasion: Occasion | None = None) -> Ranked:
    """Everybody in the registry, in fair order or left out with reasons; read it before the next.

    occasion  only this one, though it may be full: for its stand-ins
    """
    facts, weights = facts_of_request(request, occasion), matching_weights.on(today)
    return rank(pool.columns(), facts, today=today, weights=weights)


def facts_of_request(request: ExpertRequest, occasion: Occasion | None = None) -> RequestFacts:
    """Cancelled and full times are not asked for any more, unless one of them is named."""
    left = [each for each in occasions.of_request(request.id) if each.free_seats > 0]
    open_ones = [occasion] if occasion else left
    holders = _holders(request.id)
    latest = {offer.expert_id: offer.state for offer in offers.of_request(request.id)}
    municipality = request.municipality_code or request.unit.municipality_code
    return RequestFacts(
        kind=request.kind,
        level=request.level or level(request.kind),
        themes=frozenset(row.theme_id for row in request.themes),
        language=request.language,
        fluency=Fluency[request.fluency.upper()],
        needs_training=request.needs_training,
        on_site=not request.is_remote,
        remote=request.is_remote,
        place=place_of(municipality),
        municipality=municipality,
        unit_id=request.unit_id,
        seats=request.seats,
        with_minors=request.with_minors,
        checks_records=organisations.get(current_organisation()).checks_records,
        occasions=tuple(
            Interval(each.starts_at, each.ends_at)
            for each in open_ones
            if each.starts_at and each.ends_at
        ),
        due_on=next((each.due_on for each in open_ones if each.due_on), None),
        offers=dict.fromkeys(_gave_up(request.id), OfferState.DECLINED)
        | {each: _standing(state, each in holders) for each, state in latest.items()},
        holders=frozenset(holders),
        continues=frozenset(_earlier_holders(request)),
        asked_by_name=frozenset(_named(request.asked_by_name)),
    )


def _standing(state: OfferState, holds_seat: bool) -> OfferState:
    """Who said yes and then could not come has in effect said no to this request."""
    gave_up = state == OfferState.ACCEPTED and not holds_seat
    return OfferState.DECLINED if gave_up else state


def _gave_up(request_id: int) -> set[int]:
    """Who could not come after all, also when no invitation had been sent."""
    cancelled = select(Assignment.expert_id).where(
        Assignment.organisation_id == current_organisation(),
        Assignment.request_id == request_id,
        Assignment.state == AssignmentState.CANCELLED,
        Assignment.cancel_reason == CancelReason.CANNOT_COME,
    )
    return set(db.session.scalars(cancelled))


def _holders(request_id: int) -> set[int]:
    seated = select(Assignment.expert_id).where(
        Assignment.organisation_id == current_organisation(),
        Assignment.request_id == request_id,
        Assignment.state.in_(SEATED),
    )
    return set(db.session.scalars(seated))


def _earlier_holders(request: ExpertRequest) -> set[int]:
    """Who came to an earlier time of this request or of those it goes on from."""
    series, earlier = {request.id}, request.continues_id
    while earlier is not None and earlier not in series:
        series.add(earlier)
        earlier = requests.get(earlier).continues_id
    came = select(Assignment.expert_id).where(
        Assignment.organisation_id == current_organisation(),
        Assignment.request_id.in_(series),
        Assignment.state == AssignmentState.DONE,
    )
    return set(db.session.scalars(came))


def _named(wish: str | None) -> list[int]:
    """Those whose whole name stands in the wish."""
    if not wish:
        return []
    full_name = func.lower(Expert.first_name + " " + Expert.last_name)
    named = select(Expert.id).where(
        Expert.organisation_id == current_organisation(),
        func.strpos(func.lower(wish), full_name) > 0,
    )
    return list(db.session.scalars(named))
