"""Hours that others pay for directly, by payer: a page, and a file for their statistics."""

from flask import Blueprint, render_template, request

from app.access import Permission, needs
from app.gateways.csv_files import csv_file
from app.gateways.downloads import CSV, download
from app.language import duration, gettext
from app.now import today
from app.schemas import ValidationError, by_field, load_form
from app.schemas.reports import PeriodSchema
from app.storage import paid_by_others
from app.storage.fairness import Period

pages = Blueprint("paid_by_others", __name__, url_prefix="/paid-by-others")


@pages.get("/")
@needs(Permission.SEE_STATEMENTS)
def show():
    try:
        period, errors = _period(), {}
    except ValidationError as error:
        period, errors = Period.until(today()), by_field(error)
    page = render_template(
        "pages/invoicing/paid_by_others.html",
        rows=paid_by_others.sums(period.first, period.last),
        period=period,
        values=request.args if errors else {"first": period.first, "last": period.last},
        errors=errors,
    )
    return page, 422 if errors else 200


@pages.get("/hours.csv")
@needs(Permission.SEE_STATEMENTS)
def table():
    period = _period()
    header = [
        gettext("Unit"),
        gettext("Persons"),
        gettext("Times"),
        gettext("Activity"),
        gettext("Hours in all"),
        gettext("Minutes in all"),
    ]
    rows = [
        [
            one.unit,
            str(one.persons),
            str(one.times),
            duration(one.activity_minutes),
            duration(one.minutes),
            str(one.minutes),
        ]
        for one in paid_by_others.sums(period.first, period.last)
    ]
    return download("paid-by-others.csv", csv_file([header, *rows]), CSV)


def _period() -> Period:
    return Period(**load_form(PeriodSchema(), request.args, ignore=["lang"]))
