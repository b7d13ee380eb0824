"""What matching needs to know: everybody's facts and one request's, gathered in few questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlalchemy.types import BigInteger

from app.database import current_organisation, db
from app.municipalities import find_municipality
from app.storage import occasions, offers
from app.storage.assignments import Assignment
from app.storage.experts import Agreement, Expert, ExpertTheme
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from scheduling.availability import Interval
from scheduling.facts import ExpertFacts, OfferedTheme, RequestFacts
from scheduling.fairness import Asking, past
from scheduling.kinds import Channel, Fluency, RequestKind, level
from scheduling.lifecycle import SEATED, AssignmentState, OfferState
from scheduling.matching import Ranking, rank
from scheduling.travel_time import Place
from scheduling.wall_clock import day_of

WIDE = timedelta(days=2)  # the longest way and rest around an occasion


def ranking(request: ExpertRequest, *, today: date, occasion: Occasion | None = None) -> Ranking:
    """Everybody in the registry, in fair order or left out with reasons.

    occasion  only this one, though it may be full: for its stand-ins
    """
    facts = facts_of_request(request, occasion)
    return rank(facts_of_experts(facts.occasions), facts, today=today)


def facts_of_request(request: ExpertRequest, occasion: Occasion | None = None) -> RequestFacts:
    """Cancelled and full times are not asked for any more, unless one of them is named."""
    left = [each for each in occasions.of_request(request.id) if each.free_seats > 0]
    open_ones = [occasion] if occasion else left
    holders = _holders(request.id)
    latest = {offer.expert_id: offer.state for offer in offers.of_request(request.id)}
    return RequestFacts(
        kind=request.kind,
        level=level(request.kind),
        themes=frozenset(row.theme_id for row in request.themes),
        language=request.language,
        on_site=not request.is_remote,
        remote=request.is_remote,
        place=place_of(request.municipality_code or request.unit.municipality_code),
        occasions=tuple(
            Interval(each.starts_at, each.ends_at)
            for each in open_ones
            if each.starts_at and each.ends_at
        ),
        due_on=next((each.due_on for each in open_ones if each.due_on), None),
        offers={each: _standing(state, each in holders) for each, state in latest.items()},
        holders=frozenset(holders),
        asked_by_name=frozenset(_named(request.asked_by_name)),
    )


def facts_of_experts(
    times: Sequence[Interval] = (), *, only: Iterable[int] | None = None
) -> list[ExpertFacts]:
    """The whole registry, or `only` these; busy times are asked around `times`."""
    question = select(Expert).where(Expert.organisation_id == current_organisation())
    if only is not None:
        question = question.where(Expert.id.in_(list(only)))
    people = list(db.session.scalars(question.order_by(Expert.id)))
    ids = [each.id for each in people]
    themes, agreements = _by_expert(ExpertTheme, ids), _by_expert(Agreement, ids)
    askings, works = _askings(ids), _works(ids)
    busy = _busy([each.person_id for each in people], times)
    return [
        ExpertFacts(
            id=each.id,
            kinds=frozenset(map(RequestKind, each.role_kinds or RequestKind)),
            themes=frozenset(
                OfferedTheme(row.theme_id, row.perspective) for row in themes[each.id]
            ),
            languages=dict.fromkeys(each.languages, Fluency.GOOD),
            home=place_of(each.municipality_code),
            travels_km=each.travels_km,
            works_remotely=each.may_act_remotely,
            stopped=each.stopped_at is not None,
            hidden=each.hidden_at is not None,
            paused_until=each.paused_until,
            is_minor=each.is_minor,
            guardian_consents=each.guardian_consent_on is not None,
            busy=tuple(busy[each.person_id]),
            rest_minutes=each.rest_minutes,
            past=past(askings[each.id], works[each.id]),
            **_agreement(agreements[each.id]),
        )
        for each in people
    ]


def place_of(municipality_code: str | None) -> Place | None:
    found = find_municipality(municipality_code) if municipality_code else None
    if found is None or found.latitude is None or found.longitude is None:
        return None
    return Place(found.latitude, found.longitude)


def _standing(state: OfferState, holds_seat: bool) -> OfferState:
    """Who said yes and then could not come has in effect said no to this request."""
    gave_up = state == OfferState.ACCEPTED and not holds_seat
    return OfferState.DECLINED if gave_up else state


def _holders(request_id: int) -> set[int]:
    seated = select(Assignment.expert_id).where(
        Assignment.organisation_id == current_organisation(),
        Assignment.request_id == request_id,
        Assignment.state.in_(SEATED),
    )
    return set(db.session.scalars(seated))


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


def _agreement(signed: Sequence[Agreement]) -> dict[str, Any]:
    if not signed:
        return {}
    newest = max(signed, key=attrgetter("signed_on", "id"))
    return {"agreement_from": newest.signed_on, "agreement_until": newest.valid_until}


def _by_expert(kind: Any, ids: list[int]) -> Mapping[int, list[Any]]:
    mine = select(kind).where(
        kind.organisation_id == current_organisation(), kind.expert_id.in_(ids)
    )
    found = defaultdict(list)
    for row in db.session.scalars(mine):
        found[row.expert_id].append(row)
    return found


def _askings(ids: list[int]) -> Mapping[int, list[Asking]]:
    """One for each sending, however many times it asked about."""
    sent = select(
        Offer.expert_id,
        Offer.round_id,
        Offer.sent_at,
        Offer.state,
        Offer.channel,
        Offer.answered_at,
    ).where(Offer.organisation_id == current_organisation(), Offer.expert_id.in_(ids))
    best: dict[tuple[int, int], Asking] = {}
    for row in db.session.execute(sent):
        reached = row.channel != Channel.PHONE or row.answered_at is not None
        asking = Asking(day_of(row.sent_at), row.state, reached)
        key = (row.expert_id, row.round_id)
        if key not in best or best[key].state == OfferState.DECLINED:
            best[key] = asking
    found = defaultdict(list)
    for (expert_id, _), asking in best.items():
        found[expert_id].append(asking)
    return found


def _works(ids: list[int]) -> Mapping[int, list[date]]:
    done = (
        select(Assignment.expert_id, Occasion.starts_at, Occasion.due_on)
        .join(
            Occasion,
            (Occasion.organisation_id == Assignment.organisation_id)
            & (Occasion.id == Assignment.occasion_id),
        )
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.expert_id.in_(ids),
            Assignment.state == AssignmentState.DONE,
        )
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    for expert_id, starts_at, due_on in db.session.execute(done):
        day = day_of(starts_at) if starts_at else due_on
        if day:
            found[expert_id].append(day)
    return found


def _busy(person_ids: list[int], times: Sequence[Interval]) -> Mapping[int, list[Interval]]:
    """Promised times in any organisation; ranges only, nothing of whose they are."""
    found: dict[int, list[Interval]] = defaultdict(list)
    if not times:
        return found
    question = text(
        "select person, taken.during from unnest(cast(:people as bigint[])) as person,"
        " lateral busy(person, :start, :end) as taken"
    ).columns(person=BigInteger, during=TSTZRANGE)
    rows = db.session.execute(question.bindparams(people=person_ids), _around(times))
    for person_id, during in rows:
        found[person_id].append(Interval(during.lower, during.upper))
    return found


def _around(times: Sequence[Interval]) -> dict[str, datetime]:
    return {
        "start": min(each.starts_at for each in times) - WIDE,
        "end": max(each.ends_at for each in times) + WIDE,
    }
