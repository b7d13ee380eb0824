"""What each cost centre has spent, and what its open requests are expected to cost."""

from flask import Blueprint, render_template, request

from app.access import Permission, Role, actor, needs
from app.gateways.csv_files import csv_file
from app.gateways.downloads import CSV, download
from app.language import amount, gettext
from app.now import today
from app.readings.forecast_costs import expected_by_cost_centre
from app.schemas import ValidationError, by_field, load_form
from app.schemas.reports import PeriodSchema
from app.storage import approver_lists, requests, spending
from app.storage.fairness import Period
from app.storage.spending import Spent

pages = Blueprint("spending", __name__, url_prefix="/spending")

SEES = (Permission.APPROVE_HOURS, Permission.RUN_STATEMENTS)


@pages.get("/")
@needs(*SEES)
def show():
    try:
        period, errors = _period(), {}
    except ValidationError as error:
        period, errors = Period.until(today()), by_field(error)
    page = render_template(
        "pages/spending/show.html",
        period=period,
        rows=_spent(period),
        values=request.args if errors else {"first": period.first, "last": period.last},
        errors=errors,
    )
    return page, 422 if errors else 200


@pages.get("/spending.csv")
@needs(*SEES)
def file():
    period = _period()
    header = [gettext("Cost centre"), gettext("Project"), gettext("Unit"), gettext("Fees")]
    header += [gettext("Travel and costs"), gettext("Bought by us"), gettext("In all")]
    rows = [
        [one.cost_centre, one.project, one.unit]
        + [amount(cents) for cents in (one.fee_cents, one.cost_cents, one.bought_cents, one.cents)]
        for one in _spent(period)
    ]
    name = f"kustannuspaikat-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}.csv"
    return download(name, csv_file([header, *rows]), CSV)


@pages.get("/ahead")
@needs(*SEES)
def ahead():
    """What is asked for and not held yet, before there is anything to approve."""
    asked = requests.before_done(_centres())
    return render_template("pages/spending/ahead.html", centres=expected_by_cost_centre(asked))


def _period() -> Period:
    return Period(**load_form(PeriodSchema(), request.args, ignore=["lang"]))


def _spent(period: Period) -> list[Spent]:
    return spending.spent(period, _centres())


def _centres() -> list[int] | None:
    """An approver sees the cost centres that she approves for today; finance sees all."""
    by = actor()
    if by.role is not Role.APPROVER:
        return None
    return approver_lists.cost_centres_of(by.user_id or 0, today())
