"""Reports: how fairly people are asked, and what lacks people."""

from datetime import date

from flask import Blueprint, render_template, request, url_for

from app.access import Permission, needs
from app.gateways.csv_files import csv_file
from app.gateways.downloads import CSV, download
from app.now import today
from app.schemas import ValidationError, by_field, load_form
from app.schemas.reports import PeriodSchema
from app.storage import coverage, fairness
from app.storage.fairness import Period
from app.web import choices, report_tables
from scheduling.small_groups import LEAST

pages = Blueprint("reports", __name__, url_prefix="/reports")

FIRST_OF_A_LIST = 10


@pages.get("/fairness", endpoint="fairness")
@needs(Permission.SEE_FAIRNESS)
def fairness_report():
    try:
        period, errors = _period(), {}
    except ValidationError as error:
        period, errors = Period.until(today()), by_field(error)
    page = render_template(
        "pages/reports/fairness.html",
        period=period,
        values=request.args if errors else {"first": period.first, "last": period.last},
        errors=errors,
        **_shown(period, today()),
    )
    return page, 422 if errors else 200


@pages.get(f"/fairness/<any({','.join(report_tables.TABLES)}):table>.csv")
@needs(Permission.SEE_FAIRNESS)
def fairness_table(table: str):
    rows = report_tables.TABLES[table](_period(), today())
    return download(f"{table}.csv", csv_file(rows), CSV)


def _period() -> Period:
    return Period(**load_form(PeriodSchema(), request.args, ignore=["lang"]))


def _shown(period: Period, day: date) -> dict:
    worked, asked = report_tables.spreads(period)
    never = fairness.never_asked()
    return {
        "worked": worked,
        "asked": asked,
        "picture": report_tables.worked_and_asked(worked, asked),
        "never": never[:FIRST_OF_A_LIST],
        "never_count": len(never),
        "against": fairness.against_the_order(period),
        "choosing": fairness.choosing(period),
        "reasons": choices.OUT_OF_TURN,
        "covered": [report_tables.TABLES[name](period, day) for name in report_tables.COVERAGE],
        "coverage_files": report_tables.COVERAGE,
        "without": coverage.without_anybody(period, day),
        "least": LEAST,
        "file": lambda table: url_for(
            ".fairness_table",
            table=table,
            first=period.first.isoformat(),
            last=period.last.isoformat(),
        ),
    }
