"""Hours and expenses: the expert's form, what to check, what to approve."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.access import Permission, Role, actor, needs
from app.gateways import documents
from app.language import gettext, ngettext
from app.now import now
from app.readings.hour_form_on_paper import hour_form
from app.readings.own import refuse_others
from app.schemas import load_form
from app.schemas.hours import ChosenSchema, ReturnedSchema
from app.storage import assignments, entry_lists
from app.use_cases import take_back_approval
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours, decide_for_silent_unit
from app.use_cases.entry_steps import Bulk
from app.use_cases.return_hours import return_hours
from app.web import hour_form as form
from app.web import hour_lists, receipts
from app.web.forms import typed

pages = Blueprint("hours", __name__, url_prefix="/hours")


@pages.get("/<int:assignment_id>")
@needs(Permission.REPORT_HOURS)
def report(assignment_id: int):
    return form.show(assignment_id, actor(), action=url_for(".report", assignment_id=assignment_id))


@pages.post("/<int:assignment_id>")
@needs(Permission.REPORT_HOURS)
def send(assignment_id: int):
    return form.send(assignment_id, actor(), action=url_for(".report", assignment_id=assignment_id))


@pages.get("/<int:assignment_id>/form.pdf")
@needs(Permission.REPORT_HOURS)
def on_paper(assignment_id: int):
    assignment = assignments.get(assignment_id)
    refuse_others(actor(), assignment.expert_id)
    paper, language = hour_form(assignment)
    pdf = documents.render("hour_form", language, {"form": paper}, paper.number, now())
    return Response(pdf, mimetype="application/pdf")


@pages.get("/<int:assignment_id>/receipts/<int:entry_id>")
@needs(Permission.SEE_HOURS, Permission.REPORT_HOURS)
def show_receipt(assignment_id: int, entry_id: int):
    """The expert sees it at once; anybody else opens it by an act that is written down."""
    by = actor()
    if by.role is Role.EXPERT:
        return receipts.answer_with(assignment_id, entry_id, by)
    action = url_for(".open_receipt", assignment_id=assignment_id, entry_id=entry_id)
    return receipts.ask_to_open(assignment_id, entry_id, by, action=action)


@pages.post("/<int:assignment_id>/receipts/<int:entry_id>")
@needs(Permission.SEE_HOURS, Permission.REPORT_HOURS)
def open_receipt(assignment_id: int, entry_id: int):
    return receipts.answer_with(assignment_id, entry_id, actor())


@pages.get("/to-check")
@needs(Permission.CHECK_HOURS)
def to_check():
    return hour_lists.to_check()


@pages.post("/check")
@needs(Permission.CHECK_HOURS)
def check():
    said, errors = typed(ChosenSchema())
    if errors:
        return hour_lists.to_check(errors), 422
    bulk = check_hours(by=actor(), refs=said["refs"])
    many = bulk.assignments
    words = ngettext("%(num)s assignment checked.", "%(num)s assignments checked.", many)
    return _tell(bulk, words)


@pages.post("/confirm")
@needs(Permission.CHECK_HOURS)
def confirm_for_unit():
    """The unit told it by phone, by letter or face to face."""
    said = load_form(ChosenSchema(), request.form)
    confirm_hours(by=actor(), refs=said["refs"], **_as_told(said))
    flash(gettext("Written down as the unit's answer."), "success")
    return redirect(url_for(".to_check"), 303)


@pages.post("/decide")
@needs(Permission.CHECK_HOURS)
def decide():
    said = load_form(ChosenSchema(), request.form)
    decide_for_silent_unit(by=actor(), refs=said["refs"], reason=said.get("reason", ""))
    flash(gettext("Decided for the silent unit."), "success")
    return redirect(url_for(".to_check"), 303)


@pages.post("/not-done")
@needs(Permission.CHECK_HOURS)
def not_done():
    """What was told and never confirmed is closed with the reason: nothing is paid of it."""
    said = load_form(ChosenSchema(), request.form)
    return_hours(by=actor(), refs=said["refs"], reason=said.get("reason", ""))
    flash(gettext("Closed. Nothing is paid of it."), "success")
    return redirect(url_for(".to_check"), 303)


@pages.post("/return")
@needs(Permission.CHECK_HOURS, Permission.APPROVE_HOURS)
def send_back():
    """Without a reason nothing goes back."""
    said, errors = typed(ReturnedSchema())
    if errors:
        again = hour_lists.to_approve if _approves() else hour_lists.to_check
        return again(errors), 422
    return_hours(by=actor(), refs=said["refs"], reason=said["reason"], **_as_told(said))
    flash(gettext("Returned to the expert for mending."), "success")
    return redirect(_back(), 303)


@pages.get("/home")
@needs(Permission.APPROVE_HOURS)
def home():
    return hour_lists.to_approve()


@pages.post("/approve")
@needs(Permission.APPROVE_HOURS)
def approve():
    said, errors = typed(ChosenSchema())
    if errors:
        return hour_lists.to_approve(errors), 422
    bulk = approve_hours(by=actor(), refs=said["refs"])
    many = bulk.assignments
    words = ngettext("%(num)s assignment approved.", "%(num)s assignments approved.", many)
    return _tell(bulk, words)


@pages.get("/approved")
@needs(Permission.APPROVE_HOURS)
def approved():
    """Where an approval by mistake is taken back."""
    return hour_lists.approved()


@pages.post("/take-back")
@needs(Permission.APPROVE_HOURS)
def take_back():
    said, errors = typed(ReturnedSchema())
    if errors:
        return hour_lists.approved(errors), 422
    take_back_approval.take_back(by=actor(), refs=said["refs"], reason=said["reason"])
    flash(gettext("Taken back. It waits for approval again."), "success")
    return redirect(url_for(".home"), 303)


def _tell(bulk: Bulk, words: str):
    """Back to the list when all went well; otherwise which ones wait, and why."""
    if not bulk.refused:
        flash(words, "success")
        return redirect(_back(), 303)
    refused = [(entry_lists.get(ref.kind, ref.id), refusal) for ref, refusal in bulk.refused]
    page = render_template(
        "pages/hours/refused.html", words=words, done=bulk.done, refused=refused, back=_back()
    )
    return page, 409


def _as_told(said: dict[str, Any]) -> dict[str, Any]:
    """How and when somebody else said it, if it was written on behalf."""
    return {name: said[name] for name in ("how", "said_at") if name in said}


def _back() -> str:
    """The list that the actor works from."""
    return url_for(".home" if _approves() else ".to_check")


def _approves() -> bool:
    return actor().may(Permission.APPROVE_HOURS)
