"""The pay day of one assignment: as soon as it goes, or a later one that the person chooses."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext, short_day
from app.now import today
from app.readings.earnings_guard import DAY
from app.readings.own import refuse_others
from app.schemas.offers import PayDaySchema
from app.storage import assignments, pay_days
from app.use_cases import postpone_pay
from app.web import forms

pages = Blueprint("later_pay", __name__, url_prefix="/assignments/<int:assignment_id>/pay-day")

MOST_SHOWN = 6


@pages.get("")
@needs(Permission.OWN_ASSIGNMENTS, Permission.RUN_ASSIGNMENTS)
def ask(assignment_id: int):
    return _page(assignment_id, {}, {})


@pages.post("")
@needs(Permission.OWN_ASSIGNMENTS, Permission.RUN_ASSIGNMENTS)
def choose(assignment_id: int):
    values, errors = forms.typed(PayDaySchema())
    if errors:
        return _page(assignment_id, request.form, errors), 422
    if _is_own():
        values["how"] = None
    postpone_pay.choose_pay_day(assignment_id, by=access.actor(), **values)
    flash(gettext("The choice has been saved."), "success")
    return redirect(url_for("assignments.show", assignment_id=assignment_id), 303)


def _page(assignment_id: int, values: Any, errors: dict) -> str:
    assignment = assignments.get(assignment_id)
    refuse_others(access.actor(), assignment.expert_id)
    days = _later_days()
    chosen = next((day for day, starts in days if starts == assignment.pay_from), None)
    return render_template(
        "pages/assignments/pay_day.html",
        assignment=assignment,
        days=[(day.isoformat(), short_day(day)) for day, _starts in days],
        values=values or {"pay_on": chosen.isoformat() if chosen else ""},
        errors=errors,
        asks_how=not _is_own(),
    )


def _later_days() -> list[tuple[date, date]]:
    """The coming pay days, each with the day from which payroll takes work for it."""
    days = pay_days.all_days()
    pairs = zip(days, days[1:], strict=False)
    coming = [(day.pay_on, one.cut_off_on + DAY) for one, day in pairs if one.pay_on >= today()]
    return coming[:MOST_SHOWN]


def _is_own() -> bool:
    return access.actor().expert_id is not None
