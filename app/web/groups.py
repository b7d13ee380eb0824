"""A group in one act: named people booked for an occasion, and afterwards who came."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext as _
from app.schemas.assignments import AttendanceSchema, BookGroupSchema
from app.storage import assignments, experts, occasions, requests
from app.use_cases import book_group, record_attendance
from app.web import forms
from scheduling.lifecycle import SEATED

pages = Blueprint("groups", __name__, url_prefix="/occasions/<int:occasion_id>")


@pages.get("/group")
@needs(Permission.SEND_OFFERS)
def choose(occasion_id: int):
    return _page("group", occasion_id)


@pages.post("/group")
@needs(Permission.SEND_OFFERS)
def book(occasion_id: int):
    values, errors = forms.typed(BookGroupSchema())
    if errors:
        return _page("group", occasion_id, errors, request.form), 422
    book_group.book_group(occasion_id, values.pop("expert_ids"), by=actor(), **values)
    flash(_("The group has been booked, and everyone has been told."), "success")
    return redirect(url_for(".choose", occasion_id=occasion_id), 303)


@pages.get("/attendance")
@needs(Permission.RUN_ASSIGNMENTS)
def attendance(occasion_id: int):
    return _page("attendance", occasion_id)


@pages.post("/attendance")
@needs(Permission.RUN_ASSIGNMENTS)
def mark(occasion_id: int):
    values, errors = forms.typed(AttendanceSchema())
    if errors:
        return _page("attendance", occasion_id, errors, request.form), 422
    record_attendance.record_attendance(occasion_id, values["marks"], by=actor())
    flash(_("The list has been saved. The hours of those who came were made from it."), "success")
    return redirect(url_for(".attendance", occasion_id=occasion_id), 303)


def _page(name: str, occasion_id: int, errors=None, values=None) -> str:
    occasion = occasions.get(occasion_id)
    seats = [each for each in assignments.on_occasion(occasion_id) if each.state in SEATED]
    return render_template(
        f"pages/groups/{name}.html",
        occasion=occasion,
        asked=requests.get(occasion.request_id),
        seats=seats,
        others=experts.others_than([each.expert_id for each in seats]),
        errors=errors or {},
        values=values or {},
    )
