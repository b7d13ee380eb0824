"""For an auditor: a sample of what was paid, and each row from request to payment on one page."""

from typing import Any

from flask import Blueprint, render_template, request
from marshmallow import ValidationError

from app.access import Permission, actor, needs
from app.readings.trails import trail_of
from app.schemas import by_field, load_form
from app.schemas.audit import MOST, SampleSchema
from app.storage import audit, inbox
from app.storage.entries import EntryKind
from invoices.pay_calendar import month_of

pages = Blueprint("audit", __name__, url_prefix="/audit")


@pages.get("/")
@needs(Permission.SEE_AUDIT)
def sample():
    if "month" not in request.args:
        return _sample([], {"most": 10, "word": "1"}, {})
    try:
        said = load_form(SampleSchema(), request.args)
    except ValidationError as error:
        return _sample([], request.args, by_field(error)), 422
    lines = audit.draw(month_of(said["month"]), min(said["most"], MOST), said["word"])
    return _sample(lines, request.args, {}, drawn=True)


@pages.get("/hours/<int:entry_id>")
@needs(Permission.SEE_AUDIT)
def hours(entry_id: int):
    return _show(EntryKind.HOURS, entry_id)


@pages.get("/expenses/<int:entry_id>")
@needs(Permission.SEE_AUDIT)
def expenses(entry_id: int):
    return _show(EntryKind.EXPENSES, entry_id)


def _show(kind: EntryKind, entry_id: int) -> str:
    return render_template(
        "pages/audit/show.html",
        trail=trail_of(kind, entry_id),
        decides=actor().may(Permission.RUN_STATEMENTS),
    )


def _sample(lines: list[audit.Sampled], values: Any, errors: Any, *, drawn: bool = False) -> str:
    return render_template(
        "pages/audit/sample.html",
        lines=lines,
        drawn=drawn,
        months=inbox.months_of_payment(),
        values=values,
        errors=errors,
    )
