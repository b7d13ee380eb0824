"""Approved hours and costs that wait: what finance keeps back, and what a run could not pay."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext
from app.readings import reported_matters
from app.schemas import load_form
from app.schemas.hours import ChosenSchema
from app.storage import entry_lists, pay_holds
from app.use_cases import hold_hours
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState

pages = Blueprint("held_hours", __name__, url_prefix="/hours")


@pages.get("/held")
@needs(Permission.SEE_STATEMENTS)
def show():
    """Finance lets go what it keeps back; the coordinator sees why, to ring and mend."""
    return render_template(
        "pages/held_hours/show.html",
        matters=reported_matters.matters(entry_lists.in_state(EntryState.HELD)),
        may_release=actor().may(Permission.RUN_STATEMENTS),
        pay_held=pay_holds.held_people(),
    )


@pages.post("/hold")
@needs(Permission.RUN_STATEMENTS)
def hold():
    for ref in load_form(ChosenSchema(), request.form)["refs"]:
        hold_hours.hold(by=actor(), ref=ref, reason=HeldReason.BY_FINANCE)
    flash(gettext("Kept back until finance releases it."), "success")
    return redirect(url_for(".show"), 303)


@pages.post("/release")
@needs(Permission.RUN_STATEMENTS)
def release():
    for ref in load_form(ChosenSchema(), request.form)["refs"]:
        hold_hours.release(by=actor(), ref=ref)
    flash(gettext("Released to the next payroll run."), "success")
    return redirect(url_for(".show"), 303)
