"""A request is cancelled: offers end, promises are let go, everyone is told."""

from app.access import Actor
from app.database import transaction
from app.gateways import mail
from app.now import now
from app.storage import occasions
from app.storage.requests import ExpertRequest
from app.use_cases.request_steps import (
    cancel_times,
    refuse_stale,
    request_for,
    request_url,
    step,
    tell_each,
)
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import RequestState


def cancel_request(
    *,
    by: Actor,
    request_id: int,
    reason: str,
    how: OnBehalf | None = None,
    version: int | None = None,
) -> ExpertRequest:
    """What has been held already stays, with its hours. Raises Missing, Stale, WrongStep."""
    with transaction():
        request = request_for(by, request_id)
        if request.state is RequestState.CANCELLED:
            return request
        refuse_stale(request, version)
        step(request, RequestState.CANCELLED, by=by, reason=reason, how=how)
        request.once = None  # the same may be asked for anew
        ahead = [
            one
            for one in occasions.of_request(request.id)
            if one.cancelled_at is None and not occasions.is_over(one, now())
        ]
        promised, asked = cancel_times(ahead, by=by, how=how)
        event = f"request_cancelled:{request.id}"
        tell_each([*promised, *asked], "occasion_cancelled", event=event, times=ahead)
        mail.tell_unit(
            request, "request_cancelled", event=event, request=request, url=request_url(request)
        )
    return request
