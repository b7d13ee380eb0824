"""The coordinator looks a request over: takes it to matching, or returns it with help."""

from app.access import Actor
from app.database import Refusal, transaction
from app.gateways import mail
from app.now import now
from app.storage import occasions, tables
from app.storage.requests import ExpertRequest, RequestMessage
from app.use_cases.request_steps import refuse_stale, request_for, request_url, step
from app.use_cases.send_request import brief_of
from scheduling.kinds import missing_from_brief
from scheduling.lifecycle import RequestState


class BriefIncomplete(Refusal):
    """The brief lacks what this kind of request needs."""

    code = "brief_incomplete"


class NoOccasion(Refusal):
    """Nobody can be asked before there is a time."""

    code = "no_occasion"


def missing(request: ExpertRequest) -> list[str]:
    """Fields this kind of request needs and does not have."""
    return missing_from_brief(request.kind, brief_of(request))


def review_request(*, by: Actor, request_id: int, version: int | None = None) -> ExpertRequest:
    """To matching. Raises Missing, Stale, WrongStep, BriefIncomplete, NoOccasion."""
    with transaction():
        request = request_for(by, request_id)
        if request.state is RequestState.MATCHING:
            return request
        refuse_stale(request, version)
        if missing(request):
            raise BriefIncomplete
        if not any(one.cancelled_at is None for one in occasions.of_request(request.id)):
            raise NoOccasion
        step(request, RequestState.MATCHING, by=by)
        request.responsible_id = request.responsible_id or by.user_id
    return request


def return_request(
    *, by: Actor, request_id: int, text: str, version: int | None = None
) -> ExpertRequest:
    """A weak brief goes back with what it lacks and why that matters. Raises Missing, WrongStep."""
    with transaction():
        request = request_for(by, request_id)
        if request.state is RequestState.CLARIFYING:
            return request
        refuse_stale(request, version)
        step(request, RequestState.CLARIFYING, by=by, reason=text)
        tables.add(
            RequestMessage(
                request_id=request.id, from_unit=False, author=by.name, text=text, sent_at=now()
            )
        )
        mail.tell_unit(
            request,
            "request_returned",
            event=f"request_returned:{request.id}:{request.version}",
            request=request,
            missing=missing(request),
            text=text,
            url=request_url(request),
        )
    return request
