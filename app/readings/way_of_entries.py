"""How far reported entries have come, and when their money comes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.now import now, today
from app.readings import money_come_back
from app.readings.paid_days import paid_days
from app.storage import earnings, entry_lists, occasions, pay_days
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.statements import Statement
from invoices.pay_calendar import expected_pay_day
from invoices.payers import Payer, goes_on_a_statement, is_invoiced
from invoices.refusals.pay_days import NoPayDayYet
from invoices.statements.statement import StatementKind
from scheduling.kinds import Attendance
from scheduling.lifecycle import SEATED, EntryState, StatementState
from scheduling.wall_clock import day_of

# How far an entry has come, for the words said of several together.
WAY = (
    *(EntryState.RETURNED, EntryState.DRAFT, EntryState.REPORTED, EntryState.CONFIRMED),
    *(EntryState.CHECKED, EntryState.HELD, EntryState.APPROVED),
    *(
        "came_back",
        "on_statement",
        "on_correction",
        "paid",
        "invoiced",
        "nobody_is_paid",
        "not_paid_here",
    ),
)


@dataclass(frozen=True)
class Standing:
    """Where an entry is on its way, and when its money comes, if that is known.

    state    of the entry, or one of the last of `WAY`
    """

    state: str
    pay_on: date | None = None


@dataclass(frozen=True)
class Told:
    """Of one assignment that is over: the entry least far on its way; none: nothing is told."""

    assignment: Assignment
    entry: AnyEntry | None = None
    standing: Standing | None = None


def standings(entries: Iterable[AnyEntry]) -> dict[str, Standing]:
    """By the entry's ref."""
    entries = list(entries)
    statements = entry_lists.statements_of(entries)
    done = earnings.months_run()
    issued = list({each.id: each for each in statements.values()}.values())
    back, came = money_come_back.paid_anew([each.id for each in issued]), paid_days(issued)
    calendar = [pay_day for pay_day in pay_days.calendar() if pay_day.month not in done]
    return {
        entry.ref: _on_statement(found, back, came.get(found.id))
        if (found := statements.get((entry.entry_kind, entry.id)))
        else _standing(entry, calendar)
        for entry in entries
    }


def told_of(expert_id: int, hers: Iterable[Assignment]) -> list[Told]:
    """The expert's work that is over: untold first, then what is on its way, newest first."""
    entries = entry_lists.of_expert(expert_id)
    found = standings(entries)
    by_assignment: dict[int, list[AnyEntry]] = defaultdict(list)
    for entry in entries:
        by_assignment[entry.assignment_id].append(entry)
    told = []
    for assignment in hers:
        own = by_assignment[assignment.id]
        slowest = min(own, key=lambda entry: WAY.index(found[entry.ref].state), default=None)
        if slowest is not None:
            told.append(Told(assignment, slowest, found[slowest.ref]))
        elif _may_tell(assignment):
            told.append(Told(assignment))
    return sorted(reversed(told), key=lambda each: each.standing is not None)


def _may_tell(assignment: Assignment) -> bool:
    """A group's hours are told by its attendance list."""
    is_over = occasions.is_over(assignment.occasion, now())
    came = assignment.attendance != Attendance.ABSENT and not assignment.is_group
    return is_over and came and assignment.state in SEATED


def _on_statement(
    statement: Statement, back: Mapping[int, date | None], came_on: date | None
) -> Standing:
    if statement.id in back:
        return Standing("came_back", back[statement.id])
    return Standing(_settled_by(statement), came_on or statement.pay_on)


def _standing(entry: AnyEntry, calendar: Any) -> Standing:
    if entry.state != EntryState.APPROVED:
        return Standing(entry.state)
    if not goes_on_a_statement(entry.assignment.payer, entry.assignment.payee):
        return Standing(_paid_otherwise(entry.assignment))
    try:
        return Standing(entry.state, expected_pay_day(calendar, _approved_on(entry)).pay_on)
    except NoPayDayYet:
        return Standing(entry.state)


def _settled_by(statement: Statement) -> str:
    waits = "on_correction" if statement.kind == StatementKind.CORRECTION else "on_statement"
    return "paid" if statement.state == StatementState.PAID else waits


def _paid_otherwise(assignment: Assignment) -> str:
    if is_invoiced(assignment.payer, assignment.payee):
        return "invoiced"
    return "not_paid_here" if assignment.payer == Payer.OTHER_PAYS else "nobody_is_paid"


def _approved_on(entry: AnyEntry) -> date:
    return day_of(entry.approved_at) if entry.approved_at else today()
