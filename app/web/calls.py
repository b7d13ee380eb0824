"""The call round: whom to ring next, and what came of each call."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.gateways.assignment_papers import preparation_of
from app.language import gettext as _
from app.now import now, today
from app.schemas.offers import RecordCallSchema
from app.storage import candidates, experts, occasions, requests
from app.use_cases import call_round
from app.use_cases.send_offers import TurnReasonNeeded
from app.web import choices, forms
from app.web.call_rows import call_rows
from scheduling.offers import CallResult

pages = Blueprint("calls", __name__, url_prefix="/requests/<int:request_id>/calls")

RING_AGAIN_IN = timedelta(hours=1)


@pages.get("")
@needs(Permission.RECORD_ANSWERS)
def ring(request_id: int):
    return _page(request_id)


@pages.post("")
@needs(Permission.RECORD_ANSWERS)
def record(request_id: int):
    values, errors = forms.typed(RecordCallSchema())
    if errors:
        return _page(request_id, errors, request.form), 422
    stands_in_for, result = values.pop("stands_in_for"), values["result"]
    if result == CallResult.RING_AGAIN:
        values["ring_again_at"] = values["ring_again_at"] or now() + RING_AGAIN_IN
    values["occasion_ids"] = values["occasion_ids"] or None
    try:
        call_round.record_call(by=actor(), request_id=request_id, **values)
    except TurnReasonNeeded:
        missing = choices.reason_missing(f"turn-{values['expert_id']}")
        return _page(request_id, missing, request.form), 422
    if result == CallResult.YES:
        flash(_("The seat is booked, and the unit sees who comes."), "success")
        return redirect(url_for("candidates.ranked", request_id=request_id), 303)
    flash(_("The call was written down."), "success")
    if stands_in_for:
        return redirect(url_for("assignments.stand_ins", assignment_id=stands_in_for), 303)
    return redirect(url_for(".ring", request_id=request_id), 303)


def _page(request_id: int, errors=None, values=None) -> str:
    asked = requests.get(request_id)
    order = candidates.ranking(asked, today=today())
    times = [each for each in occasions.of_request(request_id) if each.free_seats > 0]
    rows = call_rows(asked, times, order)
    return render_template(
        "pages/calls/ring.html",
        asked=asked,
        times=times,
        rows=rows,
        more=len(order) - len(rows),
        themes={each.id: each for each in experts.all_themes()},
        preparation=preparation_of(asked),
        turn_reasons=choices.turn_reasons(),
        errors=errors or {},
        values=values or {},
    )
