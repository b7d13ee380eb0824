"""The attendance list of a group makes the entries: whoever came gets one, nobody fills a form."""

from app.access import Actor
from app.now import now
from app.storage import entry_lists, tables
from app.storage.assignments import Assignment
from app.storage.changes import ATTENDANCE
from app.storage.entries import Locked
from app.storage.hour_entries import HourEntry
from app.storage.occasions import Occasion
from app.use_cases.entry_steps import note
from invoices.pricing.fee_table import Work
from scheduling.availability import Interval
from scheduling.kinds import Attendance
from scheduling.lifecycle import EntryState
from scheduling.wall_clock import day_of, minutes_between

CAME = (Attendance.PRESENT, Attendance.REMOTE)


def add_entry_from_attendance(assignment: Assignment, occasion: Occasion, *, by: Actor) -> None:
    """Call inside the transaction that sets `assignment.attendance`; a second call changes nothing.

    Present or remote: an activity for the whole occasion, reported and confirmed by the list.
    Absent: none, and one that an earlier list made is taken back. A task without clock times
    has no entry: its hours are reported by the expert.
    Raises Locked when it was approved already, OverlappingHours.
    """
    made = [
        entry
        for entry in entry_lists.of_assignment(assignment.id)
        if isinstance(entry, HourEntry) and entry.work == Work.ACTIVITY
    ]
    if assignment.attendance in CAME and not made and occasion.during:
        _add(assignment, occasion.during, by)
    elif assignment.attendance == Attendance.ABSENT:
        for entry in made:
            _take_back(entry, by)


def _add(assignment: Assignment, during: Interval, by: Actor) -> None:
    moment = now()
    entry = tables.add(
        HourEntry(
            assignment_id=assignment.id,
            expert_id=assignment.expert_id,
            work=Work.ACTIVITY,
            day=day_of(during.starts_at),
            minutes=minutes_between(*during),
            starts_at=during.starts_at,
            ends_at=during.ends_at,
            state=EntryState.CONFIRMED,
            entered_by=by.user_id,
            reported_at=moment,
            confirmed_at=moment,
            confirmed_by=by.name,
        )
    )
    note(entry, EntryState.CONFIRMED, by=by, reason=ATTENDANCE)


def _take_back(entry: HourEntry, by: Actor) -> None:
    if entry.state in (EntryState.APPROVED, EntryState.HELD):
        raise Locked
    note(entry, "removed", by=by, reason=ATTENDANCE)
    tables.remove(entry)
