"""The brief is mended, by the unit before the search begins, by the coordinator until held."""

from typing import Any

from app.access import Actor, Role
from app.database import Missing, transaction
from app.storage import assignments, changes, requests, tables
from app.storage.changes import Subject
from app.storage.requests import ExpertRequest
from app.storage.units import CostCentre
from app.use_cases.request_steps import (
    RequestIsOver,
    refuse_stale,
    request_for,
    step,
    tell_each,
)
from scheduling.lifecycle import BEFORE_DONE, BEFORE_MATCHING, COMING, RequestState

# What somebody who has promised to come needs to know again.
OF_THE_WAY = ("place", "route", "is_remote", "municipality_code", "contact_name", "contact_phone")


def edit_request(
    *, by: Actor, request_id: int, values: dict[str, Any], version: int | None = None
) -> ExpertRequest:
    """A returned request is sent again by this. Raises Missing, Stale, RequestIsOver."""
    with transaction():
        request = request_for(by, request_id)
        refuse_stale(request, version)
        if request.state not in (BEFORE_MATCHING if by.role is Role.REQUESTER else BEFORE_DONE):
            raise RequestIsOver
        before = {name: getattr(request, name) for name in OF_THE_WAY}
        _fill(request, values)
        changes.note(Subject.REQUEST, request.id, "edited", by=by)
        if request.state is RequestState.CLARIFYING and by.role is Role.REQUESTER:
            step(request, RequestState.SENT, by=by)
        if before != {name: getattr(request, name) for name in OF_THE_WAY}:
            coming = [one for one in assignments.of_request(request.id) if one.state in COMING]
            event = f"request_changed:{request.id}:{request.version}"
            tell_each(coming, "place_changed", event=event, request=request)
    return request


def refuse_later(continues_id: int, request_id: int) -> None:
    """Work goes on from what was there before it. Raises Missing."""
    if requests.get(continues_id).id >= request_id:
        raise Missing(ExpertRequest.__name__, continues_id)


def _fill(request: ExpertRequest, values: dict[str, Any]) -> None:
    values = dict(values)
    if (theme_ids := values.pop("theme_ids", None)) is not None:
        requests.set_themes(request.id, theme_ids)
    if (centre := values.get("cost_centre_id")) is not None:
        tables.get(CostCentre, centre)
    if (continues := values.get("continues_id")) is not None:
        refuse_later(continues, request.id)
    for name, value in values.items():
        if value is not None or name not in ("contact_name", "language", "title"):
            setattr(request, name, value)
