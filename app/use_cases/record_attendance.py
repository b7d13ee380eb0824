"""Who came: the attendance list of an occasion; hours of a group are made from it."""

from collections.abc import Mapping

from app.access import Actor
from app.database import Missing, Refusal, transaction
from app.now import now
from app.storage import assignments, changes, occasions, requests
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.occasions import Occasion
from app.use_cases.entries_from_attendance import add_entry_from_attendance
from scheduling.kinds import Attendance
from scheduling.lifecycle import SEATED


class NotBegun(Refusal):
    """Nobody has been there yet."""

    code = "not_begun"


def record_attendance(
    occasion_id: int, attendance: Mapping[int, Attendance], *, by: Actor
) -> list[Assignment]:
    """The list by the assignment's id; may be mended later, the same again changes nothing.

    Raises Missing, NotBegun, Locked, OverlappingHours.
    """
    with transaction():
        occasion = occasions.get(occasion_id)
        requests.get(occasion.request_id, lock=True)
        if occasion.starts_at is not None and occasion.starts_at > now():
            raise NotBegun
        seated = {
            each.id: each for each in assignments.on_occasion(occasion.id) if each.state in SEATED
        }
        if not set(attendance) <= set(seated):
            raise Missing(occasion_id)
        listed = [seated[each] for each in sorted(attendance)]
        for assignment in listed:
            _mark(assignment, occasion, attendance[assignment.id], by=by)
    return listed


def _mark(assignment: Assignment, occasion: Occasion, came: Attendance, *, by: Actor) -> None:
    if assignment.attendance == came:
        return
    assignment.attendance = came
    changes.note(Subject.ASSIGNMENT, assignment.id, came, by=by)
    if assignment.is_group:
        add_entry_from_attendance(assignment, occasion, by=by)
