"""The thread of a request: the coordinator asks, the unit answers."""

from app.access import Actor
from app.database import transaction
from app.gateways import mail
from app.now import now
from app.storage import changes, tables
from app.storage.changes import Subject
from app.storage.requests import ExpertRequest, RequestMessage
from app.use_cases.request_steps import RequestIsOver, request_for, request_url, step
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import ENDED, RequestState


def ask_back(*, by: Actor, request_id: int, text: str) -> ExpertRequest:
    """A new request waits for the answer. Raises Missing, RequestIsOver."""
    with transaction():
        request = request_for(by, request_id)
        if (message := _say(request, text, by=by, from_unit=False)) is None:
            return request
        if request.state is RequestState.SENT:
            step(request, RequestState.CLARIFYING, by=by, reason=text)
        mail.tell_unit(
            request,
            "asked_back",
            event=f"asked_back:{message.id}",
            request=request,
            text=text,
            url=request_url(request),
        )
    return request


def answer(*, by: Actor, request_id: int, text: str, how: OnBehalf | None = None) -> ExpertRequest:
    """From the unit: what was asked is answered. Raises Missing, RequestIsOver."""
    with transaction():
        request = request_for(by, request_id)
        if _say(request, text, by=by, from_unit=True) is None:
            return request
        if request.state is RequestState.CLARIFYING:
            step(request, RequestState.SENT, by=by, how=how)
        else:
            changes.note(Subject.REQUEST, request.id, "answered_in_thread", by=by, how=how)
    return request


def _say(request: ExpertRequest, text: str, *, by: Actor, from_unit: bool) -> RequestMessage | None:
    """None when the very same was the last thing said: a second click."""
    if request.state in ENDED:
        raise RequestIsOver
    last = request.messages[-1] if request.messages else None
    if last is not None and (last.from_unit, last.text) == (from_unit, text):
        return None
    author = by.name or request.contact_name
    return tables.add(
        RequestMessage(
            request_id=request.id, from_unit=from_unit, author=author, text=text, sent_at=now()
        )
    )
