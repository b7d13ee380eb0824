"""What the rules of time refuse: facts with a `code`, and the values their sentences need."""


class TimeRefusal(Exception):
    """`values` fill the placeholders of the sentence that belongs to `code`."""

    code = "time_refusal"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class WrongStep(TimeRefusal):
    code = "wrong_step"

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(current=str(current), wanted=str(wanted))


class NotAClockTime(TimeRefusal):
    code = "not_a_clock_time"


class NoSuchTime(TimeRefusal):
    """Clocks jumped over it in spring."""

    code = "no_such_time"


class AmbiguousTime(TimeRefusal):
    """Clocks showed it twice in autumn: the person says which."""

    code = "ambiguous_time"


class OfferExpired(TimeRefusal):
    code = "offer_expired"


class AnswerInFuture(TimeRefusal):
    """Nothing was said at a moment that is still to come."""

    code = "answer_in_future"


class AnswerBeforeAsked(TimeRefusal):
    """Nobody answers days before she is asked, or speaks of what does not exist yet."""

    code = "answer_before_asked"


class TooSoonToWait(TimeRefusal):
    """It begins too soon to ask many and wait for their answers."""

    code = "too_soon_to_wait"


class MinutesOutOfRange(TimeRefusal):
    code = "minutes_out_of_range"


class HoursInFuture(TimeRefusal):
    code = "hours_in_future"


class HoursTooEarly(TimeRefusal):
    code = "hours_too_early"


class ClockTimesNeeded(TimeRefusal):
    code = "clock_times_needed"


class ClockTimesNotUsed(TimeRefusal):
    code = "clock_times_not_used"


class EndsBeforeStart(TimeRefusal):
    code = "ends_before_start"


class MoreThanElapsed(TimeRefusal):
    code = "more_than_elapsed"


class OutsideOccasion(TimeRefusal):
    code = "outside_occasion"


class HoursOverlap(TimeRefusal):
    code = "hours_overlap"


class OwnEntry(TimeRefusal):
    code = "own_entry"


class NotTheApprover(TimeRefusal):
    code = "not_the_approver"


class SecondPersonNeeded(TimeRefusal):
    code = "second_person_needed"


class NoActivity(TimeRefusal):
    """The person was absent or the assignment was cancelled: preparation and travel stay."""

    code = "no_activity"


class UnitMayStillAnswer(TimeRefusal):
    """The coordinator decides only after the unit has been silent for a week."""

    code = "unit_may_still_answer"


class ReasonNeeded(TimeRefusal):
    code = "reason_needed"
