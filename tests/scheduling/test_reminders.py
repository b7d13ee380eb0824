"""When people are reminded and when waiting ends."""

from datetime import date

from scheduling.reminders import (
    Reminder,
    coordinator_may_decide,
    due_days,
    is_due,
    may_close_without_answer,
)


def test_a_unit_is_chased_three_times_for_what_changed():
    assert due_days(Reminder.TELL_OUTCOME, date(2026, 5, 6)) == [
        date(2026, 5, 20),
        date(2026, 6, 3),
        date(2026, 6, 17),
    ]


def test_a_chase_moves_to_the_next_working_day():
    assert due_days(Reminder.TELL_OUTCOME, date(2026, 12, 10))[0] == date(2026, 12, 28)


def test_who_has_not_confirmed_is_reminded_before_the_weekend():
    assert due_days(Reminder.COMING, date(2026, 5, 13)) == [date(2026, 5, 8)]


def test_one_reminder_is_due_at_a_time_and_none_after_the_last():
    day = date(2026, 5, 6)

    assert not is_due(Reminder.REPORT_HOURS, day, sent=0, today=day)
    assert is_due(Reminder.REPORT_HOURS, day, sent=0, today=date(2026, 5, 7))
    assert not is_due(Reminder.REPORT_HOURS, day, sent=1, today=date(2026, 5, 12))
    assert is_due(Reminder.REPORT_HOURS, day, sent=1, today=date(2026, 5, 13))
    assert not is_due(Reminder.REPORT_HOURS, day, sent=2, today=date(2026, 12, 31))


def test_the_coordinator_decides_after_seven_silent_days():
    assert not coordinator_may_decide(date(2026, 5, 6), date(2026, 5, 12))
    assert coordinator_may_decide(date(2026, 5, 6), date(2026, 5, 13))


def test_a_request_closes_without_an_answer_after_three_chases():
    assert not may_close_without_answer(2)
    assert may_close_without_answer(3)
