"""The call round: whom to ring next, and what came of each call."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext as _
from app.now import now, today
from app.schemas import load_form
from app.schemas.offers import RecordCallSchema
from app.storage import candidates, experts, occasions, offers, requests
from app.use_cases import call_round
from scheduling.offers import CallResult

pages = Blueprint("calls", __name__, url_prefix="/requests/<int:request_id>/calls")

RING_AGAIN_IN = timedelta(hours=1)


@pages.get("")
@needs(Permission.RECORD_ANSWERS)
def ring(request_id: int):
    asked = requests.get(request_id)
    order = candidates.ranking(asked, today=today()).candidates
    latest = {each.expert_id: each for each in reversed(offers.calls_of(request_id))}
    return render_template(
        "pages/calls/ring.html",
        asked=asked,
        times=[each for each in occasions.of_request(request_id) if each.free_seats > 0],
        order=sorted(order, key=lambda each: _when(latest.get(each.expert_id))),
        people=experts.by_id([each.expert_id for each in order]),
        themes={each.id: each for each in experts.all_themes()},
        latest=latest,
    )


@pages.post("")
@needs(Permission.RECORD_ANSWERS)
def record(request_id: int):
    values = load_form(RecordCallSchema(), request.form)
    call_round.record_call(
        by=actor(),
        request_id=request_id,
        expert_id=values["expert_id"],
        result=values["result"],
        occasion_ids=values["occasion_ids"] or None,
        ring_again_at=now() + RING_AGAIN_IN if values["result"] == CallResult.RING_AGAIN else None,
    )
    if values["result"] == CallResult.YES:
        flash(_("The seat is booked, and the unit sees who comes."), "success")
        return redirect(url_for("candidates.ranked", request_id=request_id), 303)
    flash(_("The call was written down."), "success")
    return redirect(url_for(".ring", request_id=request_id), 303)


def _when(call: offers.Call | None) -> float:
    """Those not rung yet first, in their fair order; then by the moment to ring again."""
    if call is None:
        return 0
    return (call.ring_again_at or call.called_at).timestamp()
