"""The coordinator's requests: home, the queue, taking one down, and every act on one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext
from app.now import now, today
from app.readings.forecast_costs import expected_for_request
from app.readings.late_notice import late_of
from app.schemas.requests import CoordinatorEditSchema, QuickRequestSchema
from app.storage import (
    agenda,
    assignments,
    changes,
    experts,
    occasions,
    offers,
    outcomes,
    units,
)
from app.storage import requests as stored
from app.storage.changes import Subject
from app.use_cases.edit_request import edit_request
from app.use_cases.review_request import missing
from app.use_cases.send_request import send_request
from app.web import coordinator_home, home_calls, request_acts
from app.web.forms import typed
from app.web.request_form import LABELS, written_brief
from scheduling.kinds import closing, required_brief
from scheduling.lifecycle import BEFORE_DONE, REQUEST_STEPS, RequestState

pages = Blueprint("requests", __name__, url_prefix="/requests")

AT_ONCE = 20  # requests on a page

# The filters of the queue and the states they show.
FILTERS = {
    "open": (
        RequestState.SENT,
        RequestState.CLARIFYING,
        RequestState.MATCHING,
        RequestState.FILLED,
        RequestState.DONE,
    ),
    **{state.value: (state,) for state in RequestState if state is not RequestState.DRAFT},
}


@pages.app_context_processor
def labels() -> dict[str, Any]:
    """For every form of a request, whoever fills it in."""
    return {"request_labels": LABELS}


@pages.get("/home")
@needs(Permission.SEE_REQUESTS)
def home():
    waiting = coordinator_home.waiting()
    return render_template(
        "pages/requests/home.html",
        coming=coordinator_home.today_and_tomorrow(),
        waiting=waiting,
        near=sum(row.is_near() for row in waiting),
        outcomes=coordinator_home.outcomes(),
        calls=home_calls.calls(),
        today=today(),
    )


@pages.get("/")
@needs(Permission.SEE_REQUESTS)
def queue():
    chosen = request.args.get("state", "open")
    chosen = chosen if chosen in FILTERS else "open"
    page = max(request.args.get("page", 1, type=int), 1)
    found = agenda.in_queue(*FILTERS[chosen])
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    return render_template(
        "pages/requests/queue.html",
        requests=shown,
        first=(page - 1) * AT_ONCE + 1,
        total=len(found),
        previous_url=url_for(".queue", state=chosen, page=page - 1) if page > 1 else "",
        next_url=url_for(".queue", state=chosen, page=page + 1)
        if page * AT_ONCE < len(found)
        else "",
        chosen=chosen,
        filters=list(FILTERS),
        today=now(),
    )


@pages.get("/new")
@needs(Permission.EDIT_REQUESTS)
def take_down():
    return _new_page({"unit_id": request.args.get("unit", "")}, {})


@pages.post("/new")
@needs(Permission.EDIT_REQUESTS)
def taken_down():
    values, errors = typed(QuickRequestSchema())
    if errors:
        return _new_page(request.form, errors), 422
    how, unit_id = values.pop("how"), values.pop("unit_id")
    made = send_request(
        by=actor(), unit_id=unit_id, values=values, how=how, once=request_acts.once()
    )
    flash(gettext("The request has been written down."), "success")
    return redirect(url_for(".show", request_id=made.id), 303)


@pages.get("/<int:request_id>")
@needs(Permission.SEE_REQUESTS)
def show(request_id: int):
    return _page(request_id)


@pages.get("/<int:request_id>/edit")
@needs(Permission.EDIT_REQUESTS)
def edit(request_id: int):
    shown = stored.get(request_id)
    return _edit_page(shown, written_brief(shown), {})


@pages.post("/<int:request_id>/edit")
@needs(Permission.EDIT_REQUESTS)
def edited(request_id: int):
    shown = stored.get(request_id)
    values, errors = typed(CoordinatorEditSchema(complete=False))
    if errors:
        return _edit_page(shown, request.form, errors), 422
    edit_request(by=actor(), request_id=request_id, values=values, version=values.pop("version"))
    flash(gettext("Saved."), "success")
    return redirect(url_for(".show", request_id=request_id), 303)


@pages.get("/<int:request_id>/<any(return, answer, cancel, outcome):act>")
@needs(Permission.EDIT_REQUESTS)
def prepare(request_id: int, act: str):
    return _act_page(request_id, act, {}, {})


@pages.post("/<int:request_id>/<any(ask, return, answer, cancel, outcome):act>")
@needs(Permission.EDIT_REQUESTS)
def do(request_id: int, act: str):
    errors = request_acts.say(act, request_id)
    if errors and act == "ask":
        return _page(request_id, errors), 422
    if errors:
        return _act_page(request_id, act, request.form, errors), 422
    return redirect(url_for(".show", request_id=request_id), 303)


@pages.post("/<int:request_id>/<any(review, done, chase, close, close_silent):step>")
@needs(Permission.EDIT_REQUESTS)
def go_on(request_id: int, step: str):
    request_acts.go_on(step, request_id)
    return redirect(url_for(".show", request_id=request_id), 303)


def _page(request_id: int, errors: Any = None) -> str:
    shown, outcome = stored.get(request_id), outcomes.find(request_id)
    times = occasions.of_request(request_id)
    return render_template(
        "pages/requests/show.html",
        request=shown,
        missing=missing(shown),
        times=times,
        seats=agenda.seated([one.id for one in times]),
        assignments=assignments.of_request(request_id),
        offers=offers.of_request(request_id),
        outcome=outcome,
        asked_today=outcome is not None and outcomes.was_asked_on(outcome, today()),
        history=changes.of(Subject.REQUEST, request_id),
        cost=expected_for_request(shown),
        may=REQUEST_STEPS[shown.state],
        is_open=shown.state in BEFORE_DONE,
        values=request.form,
        errors=errors or {},
        now=now(),
    )


def _act_page(request_id: int, act: str, values: Any, errors: Any) -> str:
    shown = stored.get(request_id)
    return render_template(
        f"pages/requests/{act}.html",
        request=shown,
        late=late_of(shown),
        missing=missing(shown),
        closing=closing(shown.kind),
        values=values,
        errors=errors,
        action=url_for(".do", request_id=request_id, act=act),
        back=url_for(".show", request_id=request_id),
        on_behalf=True,
    )


def _edit_page(shown: Any, values: Any, errors: Any) -> str:
    return render_template(
        "pages/requests/edit.html",
        request=shown,
        values=values,
        errors=errors,
        needed=required_brief(shown.kind),
        themes=experts.all_themes(),
        cost_centres=units.all_cost_centres(),
        earlier=[each for each in stored.of_unit(shown.unit_id) if each.id < shown.id],
        action=url_for(".edited", request_id=shown.id),
        back=url_for(".show", request_id=shown.id),
    )


def _new_page(values: Any, errors: Any) -> str:
    return render_template(
        "pages/requests/new.html",
        values=values,
        errors=errors,
        units=units.all_units(),
        themes=experts.all_themes(),
    )
