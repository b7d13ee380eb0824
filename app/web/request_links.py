"""One request by its link: where it stands, the thread, who comes, and what came of it."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, needs
from app.database import Missing
from app.language import gettext
from app.now import now
from app.readings.forecast_costs import expected_for_request
from app.readings.late_notice import late_of
from app.schemas.requests import EditSchema, ThanksSchema
from app.storage import agenda, experts, occasions, outcomes, requests, unit_page, users
from app.storage.links import LinkKind
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.use_cases.edit_request import edit_request
from app.use_cases.review_request import missing
from app.use_cases.thank import thank
from app.web import request_acts
from app.web.forms import typed
from app.web.request_form import written_brief
from app.web.visitors import arrive
from scheduling.kinds import closing, required_brief
from scheduling.lifecycle import BEFORE_MATCHING, ENDED, REQUEST_STEPS, RequestState
from scheduling.reminders import answer_due_on
from scheduling.wall_clock import day_of

pages = Blueprint("request_links", __name__, url_prefix="/request")


@pages.get("/<token>")
@needs(Permission.PUBLIC)
def show(token: str):
    link, _ = arrive(LinkKind.REQUEST, token)
    return _page(token, link.subject_id)


@pages.get("/<token>/edit")
@needs(Permission.PUBLIC)
def edit(token: str):
    link, _ = arrive(LinkKind.REQUEST, token)
    shown = requests.get(link.subject_id)
    return _edit_page(token, shown, written_brief(shown), {})


@pages.post("/<token>/edit")
@needs(Permission.PUBLIC)
def edited(token: str):
    link, unit = arrive(LinkKind.REQUEST, token)
    values, errors = typed(EditSchema())
    if errors:
        return _edit_page(token, requests.get(link.subject_id), request.form, errors), 422
    version = values.pop("version")
    edit_request(by=unit, request_id=link.subject_id, values=values, version=version)
    flash(gettext("Thank you. The request has been sent again."), "success")
    return redirect(url_for(".show", token=token), 303)


@pages.get("/<token>/<any(cancel, outcome):act>")
@needs(Permission.PUBLIC)
def prepare(token: str, act: str):
    link, _ = arrive(LinkKind.REQUEST, token)
    return _act_page(token, link.subject_id, act, {}, {})


@pages.post("/<token>/<any(answer, cancel, outcome):act>")
@needs(Permission.PUBLIC)
def do(token: str, act: str):
    link, _ = arrive(LinkKind.REQUEST, token)
    errors = request_acts.say(act, link.subject_id)
    if errors and act == "answer":
        return _page(token, link.subject_id, errors), 422
    if errors:
        return _act_page(token, link.subject_id, act, request.form, errors), 422
    return redirect(url_for(".show", token=token), 303)


@pages.get("/<token>/thank/<int:assignment_id>")
@needs(Permission.PUBLIC)
def prepare_thanks(token: str, assignment_id: int):
    link, _ = arrive(LinkKind.REQUEST, token)
    return _thanks_page(token, link.subject_id, assignment_id, {}, {})


@pages.post("/<token>/thank/<int:assignment_id>")
@needs(Permission.PUBLIC)
def give_thanks(token: str, assignment_id: int):
    link, unit = arrive(LinkKind.REQUEST, token)
    values, errors = typed(ThanksSchema())
    if errors:
        page = _thanks_page(token, link.subject_id, assignment_id, request.form, errors)
        return page, 422
    thank(by=unit, assignment_id=assignment_id, **values)
    flash(gettext("Your thanks are on their way."), "success")
    return redirect(url_for(".show", token=token), 303)


def _page(token: str, request_id: int, errors: Any = None) -> str:
    shown = requests.get(request_id)
    times = occasions.of_request(request_id)
    answer_by = answer_due_on(day_of(shown.sent_at or shown.created_at))
    return render_template(
        "pages/request_links/show.html",
        token=token,
        request=shown,
        missing=missing(shown),
        times=times,
        seats=agenda.seated([one.id for one in times]),
        came=unit_page.those_who_came(request_id),
        outcome=outcomes.find(request_id),
        responsible=users.get(shown.responsible_id) if shown.responsible_id else None,
        answer_by=answer_by,
        answer_before=_meeting_ahead(times, answer_by),
        cost=expected_for_request(shown),
        closing=closing(shown.kind),
        may_edit=shown.state in BEFORE_MATCHING,
        may_cancel=RequestState.CANCELLED in REQUEST_STEPS[shown.state],
        is_over=shown.state in ENDED,
        values=request.form,
        errors=errors or {},
        now=now(),
    )


def _meeting_ahead(times: list[Occasion], until: date) -> datetime | None:
    """When the first meeting still to come begins, if it is on that day at the latest."""
    begins = [one.starts_at for one in times if one.starts_at and not one.cancelled_at]
    first = min((moment for moment in begins if moment > now()), default=None)
    return first if first and day_of(first) <= until else None


def _edit_page(token: str, shown: ExpertRequest, values: Any, errors: Any) -> str:
    return render_template(
        "pages/requests/edit.html",
        request=shown,
        values=values,
        errors=errors,
        needed=required_brief(shown.kind),
        themes=experts.all_themes(),
        cost_centres=[],
        action=url_for(".edited", token=token),
        back=url_for(".show", token=token),
    )


def _act_page(token: str, request_id: int, act: str, values: Any, errors: Any) -> str:
    shown = requests.get(request_id)
    return render_template(
        f"pages/requests/{act}.html",
        request=shown,
        late=late_of(shown),
        closing=closing(shown.kind),
        values=values,
        errors=errors,
        action=url_for(".do", token=token, act=act),
        back=url_for(".show", token=token),
        on_behalf=False,
    )


def _thanks_page(token: str, request_id: int, assignment_id: int, values: Any, errors: Any) -> str:
    found = [one for one in unit_page.those_who_came(request_id) if one.id == assignment_id]
    if not found:
        raise Missing("Assignment", assignment_id)
    return render_template(
        "pages/request_links/thank.html",
        token=token,
        assignment=found[0],
        values=values,
        errors=errors,
    )
