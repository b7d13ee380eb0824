"""Once a day: hours not told, hours not confirmed, and what waits for each approver."""

from datetime import date, timedelta

from app.database import transaction
from app.gateways import mail, public_links
from app.readings.reported_matters import Matter, matters
from app.storage import approver_lists, entry_lists, messages, users
from app.storage.assignments import Assignment
from app.storage.links import LinkKind
from scheduling.lifecycle import EntryState
from scheduling.reminders import DAYS, Reminder, is_due
from scheduling.wall_clock import midnight
from scheduling.working_days import is_working_day

LONGEST = timedelta(days=60)  # what is older is asked by the coordinator herself


def remind_of_hours(day: date) -> None:
    """The daily job; each reminder is told once however often it runs."""
    begun = midnight(day)
    with transaction():
        for assignment in entry_lists.untold_assignments(begun - LONGEST, begun):
            _remind_expert(assignment, day)
        for matter in matters(entry_lists.in_state(EntryState.REPORTED)):
            _remind_unit(matter, day)
        if is_working_day(day):
            for user_id in entry_lists.approvers_on(day):
                _tell_approver(user_id, day)


def _remind_expert(assignment: Assignment, day: date) -> None:
    events = _events(Reminder.REPORT_HOURS, assignment.id)
    sent = _sent(events, f"expert:{assignment.expert_id}")
    if is_due(Reminder.REPORT_HOURS, assignment.occasion.last_day, sent=sent, today=day):
        mail.tell_expert(
            assignment.expert,
            "hours_reminder",
            event=events[sent],
            link=public_links.url_to(LinkKind.ASSIGNMENT, assignment.id) + "/hours",
            occasion=assignment.occasion,
            request=assignment.request,
        )


def _remind_unit(matter: Matter, day: date) -> None:
    assignment, request = matter.assignment, matter.assignment.request
    events = _events(Reminder.CONFIRM_HOURS, matter.entries[0].id)
    sent = _sent(events, f"unit:{request.unit_id}")
    if is_due(Reminder.CONFIRM_HOURS, matter.reported_on, sent=sent, today=day):
        mail.tell_unit(
            request,
            "hours_to_confirm",
            event=events[sent],
            link=public_links.url_to(LinkKind.REQUEST, request.id) + "/hours",
            expert=assignment.expert,
            request=request,
            occasion=assignment.occasion,
        )


def _tell_approver(user_id: int, day: date) -> None:
    waiting = matters(approver_lists.waiting_for_approver(user_id, day))
    if waiting:
        mail.tell_user(
            users.get(user_id),
            "to_approve",
            event=f"to_approve:{day.isoformat()}",
            count=len(waiting),
            link=public_links.own_page("/hours/home"),
        )


def _events(reminder: Reminder, subject_id: int) -> list[str]:
    return [f"{reminder}_reminder:{subject_id}:{nth}" for nth in range(1, len(DAYS[reminder]) + 1)]


def _sent(events: list[str], recipient: str) -> int:
    return sum(messages.find(event, recipient) is not None for event in events)
