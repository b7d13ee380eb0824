"""The times of a request: one is added, moved or cancelled, and the experts concerned are told."""

from datetime import date, datetime

from app.access import Actor, Role
from app.database import Refusal, transaction
from app.gateways import mail
from app.storage import changes, occasions, tables
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest, Timing
from app.use_cases.request_steps import (
    RequestIsOver,
    asked_for,
    cancel_times,
    coming_on,
    refuse_stale,
    request_for,
    request_url,
    tell_each,
)
from app.use_cases.seats import settle
from scheduling.lifecycle import BEFORE_DONE, BEFORE_MATCHING


class OccasionIsCancelled(Refusal):
    code = "occasion_is_cancelled"


class SeatsPromised(Refusal):
    """More people have promised to come than there would be seats."""

    code = "seats_promised"


def add_occasion(
    *,
    by: Actor,
    request_id: int,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    due_on: date | None = None,
    seats: int | None = None,
) -> Occasion:
    """The same time twice stays one. Raises Missing, RequestIsOver."""
    with transaction():
        request = _open_request(by, request_id)
        for one in occasions.of_request(request.id):
            if one.cancelled_at is None and (one.starts_at, one.due_on) == (starts_at, due_on):
                return one
        times = {"starts_at": starts_at, "ends_at": ends_at, "due_on": due_on}
        occasion = tables.add(
            Occasion(request_id=request.id, seats=seats or request.seats, **times)
        )
        if due_on is not None:
            request.timing = Timing.TASK
        changes.note(Subject.OCCASION, occasion.id, "added", by=by)
        settle(request, by=by)
    return occasion


def move_occasion(
    *,
    by: Actor,
    occasion_id: int,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    due_on: date | None = None,
    seats: int | None = None,
    version: int | None = None,
) -> Occasion:
    """Raises Missing, Stale, RequestIsOver, OccasionIsCancelled, SeatsPromised, DoubleBooked."""
    with transaction():
        request, occasion = _of_open_request(by, occasion_id, version)
        if seats is not None and seats < occasion.accepted_count:
            raise SeatsPromised
        before = (occasion.starts_at, occasion.ends_at, occasion.due_on)
        occasion.starts_at, occasion.ends_at, occasion.due_on = starts_at, ends_at, due_on
        occasion.seats = seats or occasion.seats
        settle(request, by=by)
        if before == (starts_at, ends_at, due_on):
            return occasion
        changes.note(Subject.OCCASION, occasion.id, "moved", by=by)
        event = f"occasion_moved:{occasion.id}:{occasion.version}"
        told = {"before": before, "occasion": occasion}
        concerned: list[Assignment | Offer] = [*coming_on(occasion), *asked_for(occasion)]
        tell_each(concerned, "occasion_changed", event=event, **told)
        _tell_unit(request, "occasion_changed", event, by=by, **told)
    return occasion


def cancel_occasion(*, by: Actor, occasion_id: int) -> Occasion:
    """Its open offers end and its promises are cancelled. Raises Missing, RequestIsOver."""
    with transaction():
        occasion = occasions.get(occasion_id)
        request = request_for(by, occasion.request_id)
        if occasion.cancelled_at is not None:
            return occasion
        request, occasion = _of_open_request(by, occasion_id)
        promised, asked = cancel_times([occasion], by=by)
        settle(request, by=by)
        event = f"occasion_cancelled:{occasion.id}"
        times = [occasion]
        tell_each([*promised, *asked], "occasion_cancelled", event=event, times=times)
        _tell_unit(request, "occasion_cancelled", event, by=by, times=times)
    return occasion


def _open_request(by: Actor, request_id: int) -> ExpertRequest:
    request = request_for(by, request_id)
    if request.state not in (BEFORE_MATCHING if by.role is Role.REQUESTER else BEFORE_DONE):
        raise RequestIsOver
    return request


def _of_open_request(
    by: Actor, occasion_id: int, version: int | None = None
) -> tuple[ExpertRequest, Occasion]:
    request = _open_request(by, occasions.get(occasion_id).request_id)
    occasion = occasions.get(occasion_id, lock=True)
    if occasion.cancelled_at is not None:
        raise OccasionIsCancelled
    refuse_stale(occasion, version)
    return request, occasion


def _tell_unit(
    request: ExpertRequest, template: str, event: str, *, by: Actor, **values: object
) -> None:
    """What the unit did itself it need not be told."""
    if by.role is not Role.REQUESTER:
        url = request_url(request)
        mail.tell_unit(request, f"unit_{template}", event=event, url=url, request=request, **values)
