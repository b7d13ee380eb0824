"""Words of what the rules of time refuse."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "time_refusal": Words(lazy("This cannot be done at this time."), lazy("Check the times.")),
    "wrong_step": Words(
        lazy("This has moved on already."), lazy("Open the page again to see where it stands.")
    ),
    "not_a_clock_time": Words(lazy("This is not a clock time."), lazy("Write it as 9.30.")),
    "no_such_time": Words(
        lazy("The clocks are moved forward over this time."),
        lazy("Choose a time before 3.00 or from 4.00 on."),
    ),
    "ambiguous_time": Words(
        lazy("The clocks show this time twice on that night."),
        lazy("Say whether you mean the first or the second."),
    ),
    "offer_expired": Words(
        lazy("The time to answer has ended."),
        lazy("Ring the coordinator, who can still write down your answer."),
    ),
    "answer_in_future": Words(
        lazy("That moment has not come yet."), lazy("Write when it was said.")
    ),
    "answer_before_asked": Words(
        lazy("That moment is before the matter began."), lazy("Write when it was said.")
    ),
    "too_soon_to_wait": Words(
        lazy("It begins in less than 72 hours, so there is no time to wait for many answers."),
        lazy("Ring people one after another."),
    ),
    "minutes_out_of_range": Words(
        lazy("The time is too short or too long."), lazy("Give from one minute to a day.")
    ),
    "hours_in_future": Words(
        lazy("The work has not been done yet."), lazy("Report the hours afterwards.")
    ),
    "hours_too_early": Words(
        lazy("The day is before the assignment was agreed."), lazy("Check the day.")
    ),
    "clock_times_needed": Words(
        lazy("The activity needs its clock times."), lazy("Write when it began and ended.")
    ),
    "clock_times_not_used": Words(
        lazy("Only the activity has clock times."), lazy("Leave the clock times out.")
    ),
    "ends_before_start": Words(
        lazy("It would end before it begins."), lazy("Check the clock times.")
    ),
    "more_than_elapsed": Words(
        lazy("There are more minutes than time went by."),
        lazy("Check the minutes and the clock times."),
    ),
    "outside_occasion": Words(
        lazy("The time is outside the occasion."),
        lazy("Write the work before and after it as preparation or follow-up."),
    ),
    "hours_overlap": Words(
        lazy("Other work is already reported for that time."), lazy("Check the clock times.")
    ),
    "own_entry": Words(
        lazy("Nobody checks or approves their own."), lazy("Ask somebody else to do this step.")
    ),
    "second_person_needed": Words(
        lazy("A second person is needed for this step."), lazy("Ask somebody else to do this step.")
    ),
    "no_activity": Words(
        lazy("This assignment was not held with this person."),
        lazy("Write preparation and travel only."),
    ),
    "unit_may_still_answer": Words(
        lazy("The unit still has time to answer."),
        lazy("Ring the unit, or decide when seven days have passed since the report."),
    ),
    "cannot_plan": Words(
        lazy("Not everything that is locked can hold at once."),
        lazy("Unlock a seat and plan again."),
    ),
    "reason_needed": Words(
        lazy("A reason is needed for this step."), lazy("Write it in a few plain words.")
    ),
}
