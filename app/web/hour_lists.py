"""The lists of hours that are ticked, with what was typed in them when something was wrong."""

from typing import Any

from flask import render_template, request

from app.access import actor
from app.now import today
from app.readings import reported_matters, second_approvals
from app.readings.explained_steps import explain
from app.storage import approver_lists, entry_lists
from scheduling import reminders
from scheduling.lifecycle import EntryState


def to_check(errors: Any = None) -> str:
    waiting = reported_matters.matters(entry_lists.in_state(EntryState.REPORTED))
    confirmed = reported_matters.matters(entry_lists.in_state(EntryState.CONFIRMED))
    explain([*waiting, *confirmed])
    return render_template(
        "pages/hours/to_check.html",
        to_check=confirmed,
        waiting=[matter for matter in waiting if not _is_silent(matter)],
        silent=[matter for matter in waiting if _is_silent(matter)],
        **_as_typed(errors),
    )


def to_approve(errors: Any = None) -> str:
    waiting = approver_lists.waiting_for_approver(actor().user_id or 0, today())
    matters = reported_matters.matters(waiting)
    explain(matters)
    sums = reported_matters.sums_by_cost_centre(matters)
    return render_template(
        "pages/hours/home.html",
        matters=matters,
        sums=sums,
        **_as_typed(errors),
        second=second_approvals.count_waiting(actor()),
    )


def approved(errors: Any = None) -> str:
    mine = approver_lists.approved_by_approver(actor().user_id or 0, today())
    matters = reported_matters.matters(mine)
    explain(matters)
    return render_template(
        "pages/hours/approved.html",
        matters=matters,
        **_as_typed(errors),
    )


def _as_typed(errors: Any) -> dict[str, Any]:
    """What was ticked and typed stays when something was wrong."""
    ticked = request.form.getlist("chosen") if errors else None
    return {"ticked": ticked, "values": request.form, "errors": errors or {}}


def _is_silent(matter: reported_matters.Matter) -> bool:
    return reminders.coordinator_may_decide(matter.reported_on, today())
