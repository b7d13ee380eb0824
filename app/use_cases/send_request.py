"""A unit sends a request by its link, or the coordinator takes it down on the unit's behalf."""

from typing import Any

from app.access import Actor, Role
from app.database import Missing, current_organisation, transaction
from app.gateways import mail
from app.now import now
from app.storage import changes, occasions, requests, tables, users
from app.storage.changes import Subject
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.storage.units import CostCentre, Unit
from app.use_cases.request_steps import request_url
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import RequestState


def send_request(
    *,
    by: Actor,
    unit_id: int,
    values: dict[str, Any],
    once: str | None = None,
    how: OnBehalf | None = None,
) -> ExpertRequest:
    """The same `once` gives the same request again. Raises Missing."""
    with transaction():
        if by.role is Role.REQUESTER and by.unit_id != unit_id:
            raise Missing(Unit.__name__, unit_id)
        unit = tables.get(Unit, unit_id, lock=True)
        if once and (sent := requests.find_sent(once)) is not None:
            return sent
        request = tables.add(_written(by, unit, values, once, how))
        requests.set_themes(request.id, values.get("theme_ids", ()))
        for each in values.get("occasions", ()):
            tables.add(Occasion(**({"seats": request.seats} | each), request_id=request.id))
        changes.note(Subject.REQUEST, request.id, RequestState.SENT, by=by, how=how)
        mail.tell_unit(
            request,
            "request_received",
            event=f"request_received:{request.id}",
            request=request,
            url=request_url(request),
        )
    return request


def _written(
    by: Actor, unit: Unit, values: dict[str, Any], once: str | None, how: OnBehalf | None
) -> ExpertRequest:
    brief = {
        name: value for name, value in values.items() if name not in ("theme_ids", "occasions")
    }
    usual = {
        "contact_name": unit.contact_name or unit.name,
        "contact_phone": unit.contact_phone,
        "contact_email": unit.contact_email,
        "cost_centre_id": unit.cost_centre_id,
        "responsible_id": _responsible(by, unit),
        "language": unit.language,
    }
    filled = {name: value for name, value in brief.items() if value is not None}
    if (centre := filled.get("cost_centre_id")) is not None:
        tables.get(CostCentre, centre)
    if (continues := filled.get("continues_id")) is not None:
        requests.get(continues)
    request = ExpertRequest(**(usual | filled))
    request.unit_id, request.once, request.on_behalf_how = unit.id, once, how
    request.state = RequestState.SENT
    request.created_at = request.sent_at = now()
    return request


def _responsible(by: Actor, unit: Unit) -> int | None:
    """Whoever took it down, knew the unit's last request, or is the only coordinator."""
    if by.role is Role.COORDINATOR:
        return by.user_id
    last = requests.last_of_unit(unit.id)
    if last is not None and last.responsible_id is not None:
        return last.responsible_id
    coordinators = users.with_role(current_organisation(), Role.COORDINATOR)
    return coordinators[0].id if len(coordinators) == 1 else None


def brief_of(request: ExpertRequest) -> dict[str, object]:
    """What the kind's required fields are judged by."""
    times = [one for one in occasions.of_request(request.id) if one.cancelled_at is None]
    due_on = next((one.due_on for one in times if one.due_on), None)
    contact = request.contact_phone or request.contact_email
    names = ("title", "purpose", "what_can_change", "who_decides", "stage")
    return {name: getattr(request, name) for name in names} | {"contact": contact, "due_on": due_on}
