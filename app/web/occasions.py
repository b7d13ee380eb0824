"""The times of a request on the coordinator's pages: added, moved, cancelled."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext
from app.readings.late_notice import late_of
from app.schemas.requests import OccasionSchema, TaskDaySchema, VersionSchema
from app.storage import agenda, occasions, requests
from app.storage.requests import Timing
from app.use_cases.set_occasions import add_occasion, cancel_occasion, move_occasion
from app.web.forms import typed
from app.web.request_form import written_time

pages = Blueprint("occasions", __name__, url_prefix="/requests")


class MovedOccasionSchema(OccasionSchema, VersionSchema):
    """A new time, and the version of the page it was chosen on."""


class MovedTaskSchema(TaskDaySchema, VersionSchema):
    """A new last day, and the version of the page it was chosen on."""


@pages.get("/<int:request_id>/occasions/new")
@needs(Permission.EDIT_REQUESTS)
def new(request_id: int):
    return _new_page(request_id, {"seats": requests.get(request_id).seats}, {})


@pages.post("/<int:request_id>/occasions/new")
@needs(Permission.EDIT_REQUESTS)
def add(request_id: int):
    is_task = requests.get(request_id).timing is Timing.TASK
    values, errors = typed(TaskDaySchema() if is_task else OccasionSchema())
    if errors:
        return _new_page(request_id, request.form, errors), 422
    add_occasion(by=actor(), request_id=request_id, **values)
    flash(gettext("The time has been added."), "success")
    return redirect(url_for("requests.show", request_id=request_id), 303)


@pages.get("/occasions/<int:occasion_id>")
@needs(Permission.EDIT_REQUESTS)
def edit(occasion_id: int):
    return _move_page(occasion_id, written_time(occasions.get(occasion_id)), {})


@pages.post("/occasions/<int:occasion_id>")
@needs(Permission.EDIT_REQUESTS)
def move(occasion_id: int):
    moved = occasions.get(occasion_id)
    values, errors = typed(MovedTaskSchema() if moved.due_on else MovedOccasionSchema())
    if errors:
        return _move_page(occasion_id, request.form, errors), 422
    move_occasion(by=actor(), occasion_id=occasion_id, **values)
    flash(gettext("The time has been changed. Everyone concerned is told."), "success")
    return redirect(url_for("requests.show", request_id=moved.request_id), 303)


@pages.post("/occasions/<int:occasion_id>/cancel")
@needs(Permission.EDIT_REQUESTS)
def cancel(occasion_id: int):
    cancelled = cancel_occasion(by=actor(), occasion_id=occasion_id)
    flash(gettext("Cancelled. Everyone concerned is told."), "success")
    return redirect(url_for("requests.show", request_id=cancelled.request_id), 303)


def _new_page(request_id: int, values: Any, errors: Any) -> str:
    shown = requests.get(request_id)
    return render_template(
        "pages/requests/occasion.html",
        request=shown,
        occasion=None,
        is_task=shown.timing is Timing.TASK,
        seated=[],
        values=values,
        errors=errors,
        action=url_for(".add", request_id=request_id),
        back=url_for("requests.show", request_id=request_id),
    )


def _move_page(occasion_id: int, values: Any, errors: Any) -> str:
    occasion = occasions.get(occasion_id)
    return render_template(
        "pages/requests/occasion.html",
        request=occasion.request,
        occasion=occasion,
        is_task=occasion.due_on is not None,
        seated=agenda.seated([occasion_id]).get(occasion_id, []),
        late=late_of(occasion.request),
        values=values,
        errors=errors,
        action=url_for(".move", occasion_id=occasion_id),
        back=url_for("requests.show", request_id=occasion.request_id),
    )
