"""The form of hours and costs, the same for an expert, a link and a coordinator on behalf."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from marshmallow import ValidationError

from app.access import Actor, Role
from app.database import Refusal
from app.language import gettext
from app.now import today
from app.schemas import by_field, load_form
from app.schemas.hours import ReportForOtherSchema, ReportSchema
from app.storage import assignments, entry_lists
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.use_cases import look_at_hours
from app.use_cases.entry_prices import is_paid_though_cancelled, works_with_a_price
from app.use_cases.own import refuse_others
from app.use_cases.report_hours import fingerprint, report_hours
from invoices.pricing.fee_table import Work
from invoices.refusals import MoneyRefusal
from invoices.travel.costs import ExpenseKind
from scheduling.hours import HourKind
from scheduling.lifecycle import OFF, TO_REPORT
from scheduling.refusals import TimeRefusal
from scheduling.wall_clock import day_of

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
    rows = _rows(assignment, entries)
    page = render_template(
        "pages/hours/form.html",
        assignment=assignment,
        rows=rows,
        sent=[entry for entry in entries if entry.state not in TO_REPORT],
        returned=[entry for entry in entries if entry.returned_because],
        standings=look_at_hours.standings(entries),
        priced=look_at_hours.priced(entries),
        is_paid_though_cancelled=is_paid_though_cancelled(assignment),
        values=typed if typed is not None else _values(rows, fingerprint(entries)),
        errors=errors or {},
        refusal=refusal,
        place=next(iter(getattr(refusal, "__notes__", [])), ""),
        on_behalf=by.role == Role.COORDINATOR,
        expense_kinds=_kinds(by),
        action=action,
    )
    return (page, 422 if errors else 409) if errors or refusal else page


def send(assignment_id: int, by: Actor, *, action: str) -> Any:
    """Keep and send, or say what needs mending with the input kept."""
    schema = ReportForOtherSchema() if by.role == Role.COORDINATOR else ReportSchema()
    try:
        report = load_form(schema, request.form)
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


def _rows(assignment: Assignment, entries: Iterable[AnyEntry]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the three parts of the form: what is kept, what is proposed, one blank each."""
    kept = [entry for entry in entries if entry.state in TO_REPORT]
    hours = [_hour_row(entry) for entry in kept if isinstance(entry, HourEntry)]
    expenses = [entry for entry in kept if isinstance(entry, ExpenseEntry)]
    drives = [_drive_row(one) for one in expenses if one.kind == ExpenseKind.KILOMETRES]
    costs = [_cost_row(one) for one in expenses if one.kind != ExpenseKind.KILOMETRES]
    written = {row["work"] for row in hours}
    proposed = {} if entries else look_at_hours.planned_minutes(assignment)
    day = _day_of_work(assignment)
    takes_place = assignment.state not in OFF or is_paid_though_cancelled(assignment)
    for work in works_with_a_price(assignment, day):
        if work not in written and (work != Work.ACTIVITY or takes_place):
            hours.append(_blank_hours(assignment, work, proposed.get(HourKind(work), 0), day))
    return {
        "hours": sorted(hours, key=lambda row: list(Work).index(row["work"])),
        "drives": [*drives, _blank_drive(assignment, day)],
        "costs": [*costs, {"day": day}],
    }


def _day_of_work(assignment: Assignment) -> Any:
    """Of what was cancelled, only days that have been."""
    occasion = assignment.occasion
    if occasion.during and assignment.state not in OFF:
        return occasion.day
    return min(occasion.day, today())


def _blank_hours(assignment: Assignment, work: Work, minutes: int, day: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"work": work, "day": day}
    if work == Work.ACTIVITY and minutes:
        occasion = assignment.occasion
        return row | {"starts": occasion.starts_at, "ends": occasion.ends_at}
    return row | ({"minutes": _length(minutes)} if minutes else {})


def _blank_drive(assignment: Assignment, day: Any) -> dict[str, Any]:
    """With clock times as planned, for a travel claim has to tell them."""
    row = {"day": day, "purpose": assignment.request.unit.name}
    occasion, way = assignment.occasion, timedelta(minutes=assignment.minutes_before)
    if not way or assignment.state in OFF or occasion.during is None:
        return row
    times = {"leaves": occasion.during.starts_at - way, "returns": occasion.during.ends_at + way}
    return row | times if {day_of(each) for each in times.values()} == {day} else row


def _hour_row(entry: HourEntry) -> dict[str, Any]:
    row = {"id": entry.id, "work": Work(entry.work), "day": entry.day, "note": entry.note}
    if entry.starts_at is None or entry.ends_at is None:
        return row | {"minutes": _length(entry.minutes)}
    breaks = (entry.ends_at - entry.starts_at).seconds // 60 - entry.minutes
    times = {"starts": entry.starts_at, "ends": entry.ends_at}
    return row | times | ({"breaks": _length(breaks)} if breaks else {})


def _drive_row(entry: ExpenseEntry) -> dict[str, Any]:
    tenths = entry.kilometre_tenths or 0
    return {
        "id": entry.id,
        "day": entry.day,
        "kilometres": f"{tenths // 10},{tenths % 10}",
        "route": entry.route,
        "purpose": entry.purpose,
        "passengers": entry.passengers or None,
        "leaves": entry.leaves_at,
        "returns": entry.returns_at,
    }


def _cost_row(entry: ExpenseEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "day": entry.day,
        "euros": entry.claimed_cents,
        "explanation": entry.explanation,
    }


def _values(rows: dict[str, list[dict[str, Any]]], seen: str) -> dict[str, Any]:
    """The rows as the names of their inputs."""
    values: dict[str, Any] = {"seen": seen, "said_on": today()}
    for part, those in rows.items():
        for number, row in enumerate(those):
            values |= {f"{part}-{number}-{name}": value for name, value in row.items()}
    return values


def _length(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
