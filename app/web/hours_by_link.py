"""Hours by a link: the expert tells them, the unit says whether it was so. No sign-in is needed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Actor, Permission, needs
from app.language import gettext
from app.schemas import load_form
from app.schemas.hours import ChosenSchema
from app.storage import entry_lists
from app.storage.entry_lists import AnyEntry
from app.storage.links import Link, LinkKind
from app.use_cases.confirm_hours import confirm_hours
from app.use_cases.look_at_hours import matters
from app.use_cases.return_hours import return_hours
from app.web import hour_form as form
from app.web import receipts
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
    waiting = matters(_reported(link))
    address = url_for(".answer", kind=kind, token=token)
    return render_template("pages/hours/to_confirm.html", matters=waiting, action=address)


@pages.post("/<any(unit, request):kind>/<token>/hours")
@needs(Permission.PUBLIC)
def answer(kind: str, token: str):
    """ "It was so", or "not so, because"."""
    link, unit = arrive(LinkKind(kind), token)
    _answer(unit, link.subject_id if link.kind is LinkKind.REQUEST else None)
    return redirect(url_for(".to_confirm", kind=kind, token=token), 303)


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
