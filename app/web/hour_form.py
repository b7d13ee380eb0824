"""The form of hours and costs, the same for an expert, a link and a coordinator on behalf."""

from typing import Any

from flask import flash, redirect, render_template, request
from marshmallow import ValidationError

from app.access import Actor, Role
from app.database import Refusal
from app.language import gettext
from app.now import today
from app.readings import reported_matters, trip_allowances, way_of_entries
from app.readings.entry_prices import is_paid_though_cancelled
from app.readings.explained_steps import explained_steps
from app.readings.own import refuse_others
from app.schemas import by_field, load_form
from app.schemas.hours import ReportForOtherSchema, ReportSchema
from app.storage import assignments, entry_lists, receipts, travel_terms
from app.use_cases.report_hours import fingerprint, report_hours
from app.web import hour_rows
from app.web.receipts import with_receipts
from invoices.refusals import MoneyRefusal
from invoices.travel.costs import ExpenseKind
from invoices.travel.travel_terms import terms_on
from scheduling.lifecycle import TO_REPORT
from scheduling.refusals import TimeRefusal

REFUSALS = (Refusal, TimeRefusal, MoneyRefusal)


def show(
    assignment_id: int,
    by: Actor,
    *,
    action: str,
    typed: Any = None,
    errors: Any = None,
    refusal: Exception | None = None,
) -> Any:
    """The page; what was typed stays in it when something was refused."""
    assignment = assignments.get(assignment_id)
    refuse_others(by, assignment.expert_id)
    entries = entry_lists.of_assignment(assignment_id)
    rows = hour_rows.rows_of(assignment, entries)
    on_behalf = by.role == Role.COORDINATOR
    page = render_template(
        "pages/hours/form.html",
        assignment=assignment,
        rows=rows,
        sent=[entry for entry in entries if entry.state not in TO_REPORT],
        returned=[entry for entry in entries if entry.returned_because],
        standings=way_of_entries.standings(entries),
        priced=reported_matters.priced(entries),
        is_paid_though_cancelled=is_paid_though_cancelled(assignment),
        values=typed if typed is not None else _values(rows, fingerprint(entries)),
        errors=errors or {},
        refusal=refusal,
        place=next(iter(getattr(refusal, "__notes__", [])), ""),
        on_behalf=on_behalf,
        explained=explained_steps(entries) if on_behalf else [],
        expense_kinds=_kinds(by),
        travel=terms_on(travel_terms.decided(), hour_rows.day_of_work(assignment)),
        receipts=receipts.of_entries([row["id"] for row in rows["costs"] if "id" in row]),
        allowances={} if refusal or errors else trip_allowances.decisions_of(entries),
        action=action,
    )
    return (page, 422 if errors else 409) if errors or refusal else page


def send(assignment_id: int, by: Actor, *, action: str) -> Any:
    """Keep and send, or say what needs mending with the input kept."""
    schema = ReportForOtherSchema() if by.role == Role.COORDINATOR else ReportSchema()
    try:
        report = with_receipts(load_form(schema, request.form), request.files)
        report_hours(by=by, assignment_id=assignment_id, **report)
    except ValidationError as error:
        return show(assignment_id, by, action=action, typed=request.form, errors=by_field(error))
    except REFUSALS as refusal:
        return show(assignment_id, by, action=action, typed=request.form, refusal=refusal)
    words = gettext("Sent to the unit.") if report["send"] else gettext("Saved. Not sent yet.")
    flash(words, "success")
    return redirect(action, 303)


def _kinds(by: Actor) -> list[ExpenseKind]:
    """What the organisation bought is written by the coordinator."""
    ours = [ExpenseKind.BOUGHT_BY_US] if by.role == Role.COORDINATOR else []
    return [ExpenseKind.TICKET, ExpenseKind.OTHER, *ours]


def _values(rows: dict[str, list[dict[str, Any]]], seen: str) -> dict[str, Any]:
    """The rows as the names of their inputs."""
    values: dict[str, Any] = {"seen": seen, "said_on": today()}
    for part, those in rows.items():
        for number, row in enumerate(those):
            values |= {f"{part}-{number}-{name}": value for name, value in row.items()}
    return values
