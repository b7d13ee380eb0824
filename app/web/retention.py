"""How long what is known of people is kept: what goes by itself, and what people destroy."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.readings.to_destroy import to_destroy
from app.schemas.disposals import DisposalSchema
from app.storage import accounting_years, changes, disposals, job_runs, users
from app.storage.changes import Subject
from app.use_cases import destroy_accounting
from app.web.forms import typed
from scheduling.retention import YEARS_OF_ACCOUNTING, accounting_kept_from

pages = Blueprint("retention", __name__, url_prefix="/retention")

JOBS = (
    *("erase_profiles", "forget_words", "forget_matters", "forget_staff", "expire_receipts"),
    *("forget_answers", "forget_uploads", "forget_payouts"),
)
WHO = Permission.EDIT_USERS, Permission.RUN_STATEMENTS


@pages.get("/")
@needs(*WHO, Permission.SEE_AUDIT)
def show():
    return _show()


@pages.post("/destroy")
@needs(*WHO)
def propose():
    said, errors = typed(DisposalSchema())
    if errors:
        return _show(request.form, errors), 422
    destroy_accounting.propose(by=access.actor(), **said)
    return _told(gettext("Proposed. Another person confirms it."))


@pages.post("/destroy/<int:disposal_id>/confirm")
@needs(*WHO)
def confirm(disposal_id: int):
    destroy_accounting.confirm(by=access.actor(), disposal_id=disposal_id)
    return _told(gettext("Destroyed. The protocol stays on this page."))


@pages.post("/destroy/<int:disposal_id>/withdraw")
@needs(*WHO)
def withdraw(disposal_id: int):
    destroy_accounting.withdraw(by=access.actor(), disposal_id=disposal_id)
    return _told(gettext("Nothing is destroyed."))


def _told(words: str):
    flash(words, "success")
    return redirect(url_for(".show"), 303)


def _show(values: Any = None, errors: Any = None) -> str:
    kept_from = accounting_kept_from(today()).year
    years, done = accounting_years.all_of_them(), disposals.done()
    reader = access.actor()
    may_destroy = any(map(reader.may, WHO))
    past = [one.year for one in years if one.year < kept_from]
    asked = disposals.find_open()
    mine = users.of_same_person(reader.user_id)
    to_year = asked.to_year if asked else max(past, default=None)
    # Users are forgotten in time; their steps are not, and the protocol names them for good.
    steps = [changes.of(Subject.DISPOSAL, one.id) for one in ([*done, asked] if asked else done)]
    people = {(step.subject_id, step.user_id): step.actor_name for each in steps for step in each}
    return render_template(
        "pages/retention/show.html",
        jobs=JOBS,
        last_done=job_runs.last_of(JOBS),
        years=years,
        kept_for=YEARS_OF_ACCOUNTING,
        kept_from=kept_from,
        past=past,
        asked=asked,
        would=to_destroy(to_year) if to_year and may_destroy else None,
        done=done,
        people=people,
        is_own=asked is not None and asked.proposed_by in mine,
        may_destroy=may_destroy,
        values=values or {"to_year": to_year},
        errors=errors or {},
    )
