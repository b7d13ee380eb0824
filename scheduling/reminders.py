"""How many days before or after what a reminder is due, and when waiting ends."""

from datetime import date, timedelta
from enum import StrEnum

from scheduling.working_days import add_working_days, working_day_from, working_day_until


class Reminder(StrEnum):
    """Each with the day it counts from."""

    COMING = "coming"  # to the expert who has not confirmed; from the occasion
    REPORT_HOURS = "report_hours"  # to the expert; from the occasion
    CONFIRM_HOURS = "confirm_hours"  # to the unit; from the report
    TELL_OUTCOME = "tell_outcome"  # to the unit; from the last occasion


DAYS: dict[Reminder, tuple[int, ...]] = {
    Reminder.COMING: (-3,),
    Reminder.REPORT_HOURS: (1, 7),
    Reminder.CONFIRM_HOURS: (3,),
    Reminder.TELL_OUTCOME: (14, 28, 42),
}

# A unit that has been silent this long has had its say.
SILENT_AFTER_DAYS = 7

ANSWER_IN_WORKING_DAYS = 3


def answer_due_on(sent_on: date) -> date:
    """The last day on which the coordinator reads and answers a new request."""
    return add_working_days(sent_on, ANSWER_IN_WORKING_DAYS)


def due_days(reminder: Reminder, counted_from: date) -> list[date]:
    """Working days only: what comes before a meeting moves earlier, the rest later."""
    move = working_day_until if DAYS[reminder][0] < 0 else working_day_from
    return [move(counted_from + timedelta(days=days)) for days in DAYS[reminder]]


def is_due(reminder: Reminder, counted_from: date, *, sent: int, today: date) -> bool:
    """Whether one more is due after `sent` of them."""
    days = due_days(reminder, counted_from)
    return sent < len(days) and days[sent] <= today


def coordinator_may_decide(reported_on: date, today: date) -> bool:
    """In place of a unit that has not confirmed hours for seven days."""
    return today >= reported_on + timedelta(days=SILENT_AFTER_DAYS)


def may_close_without_answer(chases: int) -> bool:
    """After the unit has been chased three times for what changed."""
    return chases >= len(DAYS[Reminder.TELL_OUTCOME])
