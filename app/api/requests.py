"""Requests as JSON: taken down, reviewed, talked over, ended, and who could come."""

from typing import Any

from flask import Response

from app.access import Permission, actor, needs
from app.api.once import once
from app.api.resource import Resource
from app.now import today
from app.readings import earnings_guard
from app.readings.forecast_costs import expected_for_request
from app.schemas.shown import requests as shown
from app.storage import candidates, occasions, pages, requests
from app.storage.requests import ExpertRequest
from app.use_cases import (
    ask_back,
    cancel_request,
    edit_request,
    review_request,
    send_request,
    tell_outcome,
)

api = Resource("requests", __name__, description="What units ask for")
SEES, EDITS = Permission.SEE_REQUESTS, Permission.EDIT_REQUESTS


@api.get("")
@needs(SEES)
@api.arguments(shown.RequestFilter, location="query")
@api.response(200, shown.RequestPage)
def list_requests(wanted):
    cursor, limit = wanted.pop("cursor"), wanted.pop("limit")
    filters = [getattr(ExpertRequest, name) == value for name, value in wanted.items()]
    return pages.page(ExpertRequest, *filters, cursor=cursor, limit=limit)


@api.post("")
@needs(EDITS)
@once
@api.arguments(shown.NewRequest)
@api.response(201, shown.RequestShown)
def take_down(values):
    unit_id, how = values.pop("unit_id"), values.pop("how")
    request = send_request.send_request(by=actor(), unit_id=unit_id, values=values, how=how)
    return _whole(request.id)


@api.get("/<id:request_id>")
@needs(SEES)
@api.response(200, shown.RequestShown)
def show(request_id):
    return _whole(request_id)


@api.patch("/<id:request_id>")
@needs(EDITS)
@once
@api.arguments(shown.RequestChange)
@api.response(200, shown.RequestShown)
def change(values, request_id):
    version = values.pop("version")
    edit_request.edit_request(by=actor(), request_id=request_id, values=values, version=version)
    return _whole(request_id)


@api.post("/<id:request_id>/review")
@needs(EDITS)
@once
@api.arguments(shown.VersionOnly)
@api.response(200, shown.RequestShown)
def review(values, request_id):
    """The brief is good: people are looked for."""
    review_request.review_request(by=actor(), request_id=request_id, **values)
    return _whole(request_id)


@api.post("/<id:request_id>/return")
@needs(EDITS)
@once
@api.arguments(shown.ReturnedBrief)
@api.response(200, shown.RequestShown)
def give_back(values, request_id):
    """The brief goes back to the unit with help."""
    review_request.return_request(by=actor(), request_id=request_id, **values)
    return _whole(request_id)


@api.post("/<id:request_id>/send")
@needs(EDITS)
@once
@api.arguments(shown.UnitsAnswer)
@api.response(200, shown.RequestShown)
def send_again(values, request_id):
    """A returned request is sent again with what the unit answered."""
    ask_back.answer(by=actor(), request_id=request_id, **values)
    return _whole(request_id)


@api.post("/<id:request_id>/messages")
@needs(EDITS)
@once
@api.arguments(shown.ThreadMessage)
@api.response(200, shown.RequestShown)
def say(values, request_id):
    text, how = values["text"], values["how"]
    if values["from_unit"]:
        ask_back.answer(by=actor(), request_id=request_id, text=text, how=how)
    else:
        ask_back.ask_back(by=actor(), request_id=request_id, text=text)
    return _whole(request_id)


@api.post("/<id:request_id>/cancel")
@needs(EDITS)
@once
@api.arguments(shown.CancelledRequest)
@api.response(200, shown.RequestShown)
def cancel(values, request_id):
    cancel_request.cancel_request(by=actor(), request_id=request_id, **values)
    return _whole(request_id)


@api.post("/<id:request_id>/close")
@needs(Permission.TELL_OUTCOMES)
@once
@api.arguments(shown.ClosedRequest)
@api.response(200, shown.RequestShown)
def close(values, request_id):
    """Once what changed has been told, or after three chases without an answer."""
    if values["without_answer"]:
        tell_outcome.close_without_answer(by=actor(), request_id=request_id)
    else:
        tell_outcome.close_request(by=actor(), request_id=request_id)
    return _whole(request_id)


@api.get("/<id:request_id>/candidates")
@needs(Permission.SEND_OFFERS)
@api.arguments(shown.CandidatesWanted, location="query")
@api.response(200, shown.CandidatesShown)
def list_candidates(wanted, request_id):
    """Who could come, in fair order with reasons, and why others are out."""
    asked = requests.get(request_id)
    ranking = candidates.ranking(asked, today=today())
    first = earnings_guard.marked(ranking.first(wanted["limit"]), asked)
    text = shown.candidates_json(first, ranking.counts)
    return Response(text, mimetype="application/json")


def _whole(request_id: int) -> dict[str, Any]:
    request = requests.get(request_id)
    values = {column.key: getattr(request, column.key) for column in request.__table__.columns}
    return values | {
        "themes": request.themes,
        "messages": request.messages,
        "occasions": occasions.of_request(request_id),
        "forecast": expected_for_request(request),
    }
