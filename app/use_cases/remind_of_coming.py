"""A few working days before: whoever has not confirmed yet is reminded once, with the sheet."""

from datetime import date

from app.database import transaction
from app.gateways import mail
from app.now import now
from app.storage import assignments, experts, occasions
from app.storage.assignments import Assignment
from app.use_cases.seats import sheet_url
from scheduling.lifecycle import AssignmentState
from scheduling.reminders import Reminder, is_due


def remind_of_coming(day: date) -> None:
    """The daily job. A confirmed one needs no reminder, and nobody gets the same one twice."""
    with transaction():
        for assignment in assignments.with_seat():
            if assignment.state == AssignmentState.PLANNED and _is_near(assignment, day):
                mail.tell_expert(
                    experts.get(assignment.expert_id),
                    "coming",
                    event=f"coming:{assignment.id}",
                    occasion=assignment.occasion,
                    link=sheet_url(assignment),
                )


def _is_near(assignment: Assignment, day: date) -> bool:
    occasion = assignment.occasion
    if occasions.is_over(occasion, now()):
        return False
    return is_due(Reminder.COMING, occasion.day, sent=0, today=day)
