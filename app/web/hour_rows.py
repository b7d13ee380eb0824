"""The rows that the form of hours and costs opens with: what is kept and what is proposed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from app.now import today
from app.readings import reported_matters
from app.readings.entry_prices import is_paid_though_cancelled, works_with_a_price
from app.readings.expect_pay import one_way_km
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from invoices.pricing.fee_table import Work
from invoices.travel.costs import DRIVES, TRIPS, ExpenseKind
from scheduling.hours import HourKind
from scheduling.lifecycle import OFF, TO_REPORT
from scheduling.wall_clock import day_of


def rows_of(assignment: Assignment, entries: Iterable[AnyEntry]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the parts of the form: what is kept, what is proposed, one blank each."""
    kept = [entry for entry in entries if entry.state in TO_REPORT]
    hours = [_hour_row(entry) for entry in kept if isinstance(entry, HourEntry)]
    expenses = [entry for entry in kept if isinstance(entry, ExpenseEntry)]
    drives = [_drive_row(one) for one in expenses if one.kind == ExpenseKind.KILOMETRES]
    trips = [_trip_row(one) for one in expenses if one.kind in TRIPS]
    costs = [_cost_row(one) for one in expenses if one.kind not in (*DRIVES, *TRIPS)]
    written = {row["work"] for row in hours}
    proposed = {} if entries else reported_matters.planned_minutes(assignment)
    day = day_of_work(assignment)
    takes_place = assignment.state not in OFF or is_paid_though_cancelled(assignment)
    for work in works_with_a_price(assignment, day):
        if work not in written and (work != Work.ACTIVITY or takes_place):
            hours.append(_blank_hours(assignment, work, proposed.get(HourKind(work), 0), day))
    return {
        "hours": sorted(hours, key=lambda row: list(Work).index(row["work"])),
        "drives": [*drives, _blank_drive(assignment, day)],
        "trips": trips or [_blank_trip(assignment, day)],
        "costs": [*costs, {"day": day}],
    }


def day_of_work(assignment: Assignment) -> Any:
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
    """With the distance by road, and clock times as planned, which a travel claim has to tell."""
    row = {"day": day, "purpose": assignment.request.unit.name}
    if one_way := one_way_km(assignment.expert, assignment.request):
        there_and_back = _written_tenths(20 * one_way)
        row |= {"kilometres": there_and_back, "proposed": there_and_back}
    occasion, way = assignment.occasion, timedelta(minutes=assignment.minutes_before)
    if not way or assignment.state in OFF or occasion.during is None:
        return row
    times = {"leaves": occasion.during.starts_at - way, "returns": occasion.during.ends_at + way}
    return row | times if {day_of(each) for each in times.values()} == {day} else row


def _blank_trip(assignment: Assignment, day: Any) -> dict[str, Any]:
    """With the times of the drive, and the distance by road that was foreseen."""
    drive = _blank_drive(assignment, day)
    row = {name: drive[name] for name in ("day", "leaves", "returns") if name in drive}
    kilometres = one_way_km(assignment.expert, assignment.request)
    return row | ({"distance": _written_tenths(10 * kilometres)} if kilometres else {})


def _hour_row(entry: HourEntry) -> dict[str, Any]:
    row = {"id": entry.id, "work": Work(entry.work), "day": entry.day, "note": entry.note}
    if entry.starts_at is None or entry.ends_at is None:
        return row | {"minutes": _length(entry.minutes)}
    breaks = (entry.ends_at - entry.starts_at).seconds // 60 - entry.minutes
    times = {"starts": entry.starts_at, "ends": entry.ends_at}
    return row | times | ({"breaks": _length(breaks)} if breaks else {})


def _drive_row(entry: ExpenseEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "day": entry.day,
        "kilometres": _written_tenths(entry.kilometre_tenths or 0),
        "route": entry.route,
        "purpose": entry.purpose,
        "passengers": entry.passengers or None,
        "why_by_car": entry.explanation,
        "leaves": entry.leaves_at,
        "returns": entry.returns_at,
    }


def _trip_row(entry: ExpenseEntry) -> dict[str, Any]:
    work = entry.work_distance_tenths
    return {
        "id": entry.id,
        "ref": entry.ref,
        "claimed": True,
        "day": day_of(entry.leaves_at) if entry.leaves_at else entry.day,
        "leaves": entry.leaves_at,
        "return_day": day_of(entry.returns_at) if entry.returns_at else None,
        "returns": entry.returns_at,
        "distance": _written_tenths(entry.distance_tenths or 0),
        "work_distance": None if work is None else _written_tenths(work),
        "free_meals": " ".join(map(str, entry.free_meals)),
        "meals": " ".join(map(str, entry.meals)),
    }


def _cost_row(entry: ExpenseEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "day": entry.day,
        "euros": entry.claimed_cents,
        "explanation": entry.explanation,
        "for_companion": entry.for_companion,
    }


def _written_tenths(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10}"


def _length(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
