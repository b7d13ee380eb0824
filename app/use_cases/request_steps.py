"""What several acts on a request share, inside the transaction of the act."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.access import Actor, Role
from app.database import Missing, Refusal, Stale
from app.gateways import mail, public_links
from app.now import now
from app.storage import assignments, changes, occasions, offers, requests
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.links import LinkKind
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from app.storage.tables import Versioned
from scheduling.kinds import CancelReason, OnBehalf
from scheduling.lifecycle import (
    COMING,
    OPEN_OFFER,
    SEATED,
    AssignmentState,
    OfferState,
    RequestState,
    next_assignment_state,
    next_offer_state,
    next_request_state,
)


class RequestIsOver(Refusal):
    code = "request_is_over"


def request_for(by: Actor, request_id: int) -> ExpertRequest:
    """Locked; a unit sees only its own. Raises Missing."""
    request = requests.get(request_id, lock=True)
    if by.role is Role.REQUESTER and request.unit_id != by.unit_id:
        raise Missing(ExpertRequest.__name__, request_id)
    return request


def refuse_stale(row: Versioned, version: int | None) -> None:
    """`version` is the one the person looked at; None asks nothing. Raises Stale."""
    if version is not None and version != row.version:
        raise Stale


def step(
    request: ExpertRequest,
    wanted: RequestState,
    *,
    by: Actor,
    reason: str | None = None,
    how: OnBehalf | None = None,
) -> None:
    """Raises WrongStep."""
    request.state = next_request_state(request.state, wanted)
    changes.note(Subject.REQUEST, request.id, wanted, by=by, reason=reason, how=how)


def tell_who_comes(request: ExpertRequest) -> None:
    """To the unit, when every seat is taken; again when a stand-in fills a seat."""
    promised = [one for one in assignments.of_request(request.id) if one.state in SEATED]
    times = [
        (one, [seat.expert.name for seat in promised if seat.occasion_id == one.id])
        for one in occasions.of_request(request.id)
        if one.cancelled_at is None
    ]
    mail.tell_unit(
        request,
        "request_confirmed",
        event=f"request_filled:{request.id}:{max(one.id for one in promised)}",
        request=request,
        times=times,
        url=request_url(request),
    )


def coming_on(occasion: Occasion) -> list[Assignment]:
    """Who has promised to come."""
    theirs = assignments.of_request(occasion.request_id)
    return [one for one in theirs if one.occasion_id == occasion.id and one.state in COMING]


def asked_for(occasion: Occasion) -> list[Offer]:
    """Who has an open offer."""
    theirs = offers.of_request(occasion.request_id)
    return [one for one in theirs if one.occasion_id == occasion.id and one.state in OPEN_OFFER]


def cancel_times(
    chosen: Iterable[Occasion], *, by: Actor, how: OnBehalf | None = None
) -> tuple[list[Assignment], list[Offer]]:
    """End these occasions with their offers and promises; who was concerned by which."""
    promised: list[Assignment] = []
    asked: list[Offer] = []
    for occasion in chosen:
        promised += coming_on(occasion)
        asked += asked_for(occasion)
        occasion.cancelled_at = now()
        changes.note(Subject.OCCASION, occasion.id, "cancelled", by=by, how=how)
    for offer in asked:
        offer.state = next_offer_state(offer.state, OfferState.WITHDRAWN)
        changes.note(Subject.OFFER, offer.id, offer.state, by=by)
    for assignment in promised:
        assignment.state = next_assignment_state(assignment.state, AssignmentState.CANCELLED)
        assignment.cancelled_at, assignment.cancel_reason = now(), CancelReason.UNIT_CANCELLED
        changes.note(Subject.ASSIGNMENT, assignment.id, assignment.state, by=by)
    return promised, asked


def tell_each(
    concerned: Iterable[Assignment | Offer], template: str, *, event: str, **values: Any
) -> None:
    """Each expert once, with a link to her own page of it."""
    told: set[int] = set()
    for one in concerned:
        if one.expert_id in told:
            continue
        told.add(one.expert_id)
        url = _own_page(one)
        mail.tell_expert(one.expert, template, event=event, url=url, **values)


def request_url(request: ExpertRequest) -> str:
    """The unit's page of one request."""
    return public_links.url_to(LinkKind.REQUEST, request.id)


def last_day(of: Iterable[Occasion]) -> date | None:
    """Of those not cancelled; none when there are none."""
    return max((one.last_day for one in of if one.cancelled_at is None), default=None)


def _own_page(one: Assignment | Offer) -> str:
    if isinstance(one, Assignment):
        return public_links.url_to(LinkKind.ASSIGNMENT, one.id)
    first = offers.of_sending(one.round_id, one.expert_id)[0]
    return public_links.url_to(LinkKind.OFFER, first.id)
