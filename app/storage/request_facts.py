"""What matching needs to know of requests as they stand, of many in no more questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from app.database import current_organisation, db
from app.storage import organisations, requests
from app.storage.assignments import Assignment
from app.storage.expert_facts import place_of
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest, RequestTheme
from scheduling.facts import RequestFacts
from scheduling.kinds import CancelReason, Fluency, level
from scheduling.lifecycle import SEATED, AssignmentState, OfferState

Ids = Mapping[int, set[int]]  # by request


class _Seats(NamedTuple):
    """gave_up  who could not come after all, also when no invitation had been sent"""

    holders: Ids
    gave_up: Ids
    came: Ids


def facts_of_requests(
    asked: Iterable[ExpertRequest], occasion: Occasion | None = None
) -> dict[int, RequestFacts]:
    """By id. Cancelled and full times are not asked for any more, unless one of them is named."""
    found = {each.id: each for each in asked}
    times = _open_times(found) if occasion is None else {occasion.request_id: [occasion]}
    series = {each.id: _series(each) for each in found.values()}
    seats = _seats(found.keys() | set[int]().union(*series.values()))
    latest, themes = _latest_offers(found), _themes(found)
    checks_records = organisations.get(current_organisation()).checks_records
    return {
        each.id: RequestFacts(
            themes=frozenset(themes[each.id]),
            checks_records=checks_records,
            occasions=tuple(time.during for time in times.get(each.id, ()) if time.during),
            due_on=next((time.due_on for time in times.get(each.id, ()) if time.due_on), None),
            offers=dict.fromkeys(seats.gave_up[each.id], OfferState.DECLINED)
            | {
                expert_id: _standing(state, expert_id in seats.holders[each.id])
                for expert_id, state in latest[each.id].items()
            },
            holders=frozenset(seats.holders[each.id]),
            continues=frozenset[int]().union(*(seats.came[one] for one in series[each.id])),
            asked_by_name=frozenset(_named(each.asked_by_name)),
            **_told(each),
        )
        for each in found.values()
    }


def _told(request: ExpertRequest) -> dict[str, Any]:
    """What stands in the request's own row."""
    municipality = request.municipality_code or request.unit.municipality_code
    return {
        "kind": request.kind,
        "level": request.level or level(request.kind),
        "language": request.language,
        "fluency": Fluency[request.fluency.upper()],
        "needs_training": request.needs_training,
        "on_site": not request.is_remote,
        "remote": request.is_remote,
        "place": place_of(municipality),
        "municipality": municipality,
        "unit_id": request.unit_id,
        "seats": request.seats,
        "with_minors": request.with_minors,
    }


def _standing(state: OfferState, holds_seat: bool) -> OfferState:
    """Who said yes and then could not come has in effect said no to this request."""
    gave_up = state == OfferState.ACCEPTED and not holds_seat
    return OfferState.DECLINED if gave_up else state


def _open_times(request_ids: Iterable[int]) -> Mapping[int, Sequence[Occasion]]:
    theirs = select(Occasion).where(
        Occasion.organisation_id == current_organisation(),
        Occasion.request_id.in_(list(request_ids)),
    )
    found = defaultdict(list)
    for each in db.session.scalars(theirs.order_by(Occasion.starts_at, Occasion.id)):
        if each.free_seats > 0:
            found[each.request_id].append(each)
    return found


def _themes(request_ids: Iterable[int]) -> Ids:
    theirs = select(RequestTheme.request_id, RequestTheme.theme_id).where(
        RequestTheme.organisation_id == current_organisation(),
        RequestTheme.request_id.in_(list(request_ids)),
    )
    found: Ids = defaultdict(set)
    for request_id, theme_id in db.session.execute(theirs):
        found[request_id].add(theme_id)
    return found


def _latest_offers(request_ids: Iterable[int]) -> Mapping[int, dict[int, OfferState]]:
    sent = select(Offer.request_id, Offer.expert_id, Offer.state).where(
        Offer.organisation_id == current_organisation(), Offer.request_id.in_(list(request_ids))
    )
    found: dict[int, dict[int, OfferState]] = defaultdict(dict)
    in_order = sent.order_by(Offer.sent_at, Offer.position, Offer.id)
    for request_id, expert_id, state in db.session.execute(in_order):
        found[request_id][expert_id] = state
    return found


def _seats(request_ids: Iterable[int]) -> _Seats:
    theirs = select(
        Assignment.request_id, Assignment.expert_id, Assignment.state, Assignment.cancel_reason
    ).where(
        Assignment.organisation_id == current_organisation(),
        Assignment.request_id.in_(list(request_ids)),
    )
    found = _Seats(defaultdict(set), defaultdict(set), defaultdict(set))
    for request_id, expert_id, state, why in db.session.execute(theirs):
        if state in SEATED:
            found.holders[request_id].add(expert_id)
        if state == AssignmentState.DONE:
            found.came[request_id].add(expert_id)
        if state == AssignmentState.CANCELLED and why == CancelReason.CANNOT_COME:
            found.gave_up[request_id].add(expert_id)
    return found


def _series(request: ExpertRequest) -> set[int]:
    series, earlier = {request.id}, request.continues_id
    while earlier is not None and earlier not in series:
        series.add(earlier)
        earlier = requests.get(earlier).continues_id
    return series


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
