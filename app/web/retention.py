"""How long what is known of people is kept: what goes by itself, and what is past its time."""

from flask import Blueprint, render_template

from app.access import Permission, needs
from app.now import today
from app.storage import accounting_years, job_runs
from scheduling.retention import YEARS_OF_ACCOUNTING, accounting_kept_from

pages = Blueprint("retention", __name__, url_prefix="/retention")

JOBS = (
    *("erase_profiles", "forget_words", "forget_matters", "forget_staff", "expire_receipts"),
    *("forget_answers", "forget_uploads", "forget_payouts"),
)


@pages.get("/")
@needs(Permission.EDIT_USERS, Permission.RUN_STATEMENTS)
def show():
    return render_template(
        "pages/retention/show.html",
        jobs=JOBS,
        done=job_runs.last_of(JOBS),
        years=accounting_years.all_of_them(),
        kept_for=YEARS_OF_ACCOUNTING,
        kept_from=accounting_kept_from(today()).year,
    )
