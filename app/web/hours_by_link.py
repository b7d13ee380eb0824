"""Hours by a link: the expert tells them, the unit says whether it was so. No sign-in is needed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Actor, Permission, needs
from app.language import gettext
from app.readings.reported_matters import matters
from app.schemas import load_form
from app.schemas.hours import ChosenSchema, ReturnedSchema
from app.storage import entry_lists
from app.storage.entry_lists import AnyEntry
from app.storage.links import Link, LinkKind
from app.use_cases.confirm_hours import confirm_hours
from app.use_cases.return_hours import return_hours
from app.web import hour_form as form
from app.web import receipts
from app.web.forms import typed
from app.web.visitors import arrive

pages = Blueprint("hours_by_link", __name__)


@pages.get("/assignment/<token>/hours")
@needs(Permission.PUBLIC)
def report(token: str):
    link, expert = arrive(LinkKind.ASSIGNMENT, token)
    return form.show(link.subject_id, expert, action=url_for(".report", token=token))


@pages.post("/assignment/<token>/hours")
@needs(Permission.PUBLIC)
def send(token: str):
    link, expert = arrive(LinkKind.ASSIGNMENT, token)
    return form.send(link.subject_id, expert, action=url_for(".report", token=token))


@pages.get("/assignment/<token>/hours/receipts/<int:entry_id>")
@needs(Permission.PUBLIC)
def show_receipt(token: str, entry_id: int):
    link, expert = arrive(LinkKind.ASSIGNMENT, token)
    return receipts.answer_with(link.subject_id, entry_id, expert)


@pages.get("/<any(unit, request):kind>/<token>/hours")
@needs(Permission.PUBLIC)
def to_confirm(kind: str, token: str):
    link, _ = arrive(LinkKind(kind), token)
    return _to_confirm(link, token)


@pages.post("/<any(unit, request):kind>/<token>/hours")
@needs(Permission.PUBLIC)
def answer(kind: str, token: str):
    """ "It was so", or "not so, because"."""
    link, unit = arrive(LinkKind(kind), token)
    if "reason" in request.form:  # not so, and without saying why it is not known what to mend
        errors = typed(ReturnedSchema()).errors
        if errors:
            return _to_confirm(link, token, request.form.get("chosen", ""), errors), 422
    _answer(unit, link.subject_id if link.kind is LinkKind.REQUEST else None)
    return redirect(url_for(".to_confirm", kind=kind, token=token), 303)


def _to_confirm(link: Link, token: str, chosen: str = "", errors: Any = None) -> str:
    """chosen: what was sent back when something in it was wrong."""
    return render_template(
        "pages/hours/to_confirm.html",
        matters=matters(_reported(link)),
        action=url_for(".answer", kind=link.kind, token=token),
        back=url_for(f"{link.kind}_links.show", token=token),
        of_request=link.kind is LinkKind.REQUEST,
        chosen=chosen,
        errors=errors or {},
    )


def _answer(unit: Actor, request_id: int | None) -> None:
    said = load_form(ChosenSchema(), request.form)
    if "reason" in said:
        refs, reason = said["refs"], said["reason"]
        return_hours(by=unit, refs=refs, reason=reason, request_id=request_id)
        flash(gettext("Thank you. We asked the expert to mend it."), "success")
    else:
        confirm_hours(by=unit, refs=said["refs"], request_id=request_id)
        flash(gettext("Thank you. It is confirmed."), "success")


def _reported(link: Link) -> list[AnyEntry]:
    if link.kind is LinkKind.REQUEST:
        return entry_lists.reported_of_request(link.subject_id)
    return entry_lists.reported_of_unit(link.subject_id)
