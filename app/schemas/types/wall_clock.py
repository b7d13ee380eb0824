"""A day and a clock time together: one moment, or the reason why there is none or there are two."""

from datetime import date, datetime

from marshmallow import ValidationError

from app.language import lazy
from app.schemas.types.base import Words, reason
from scheduling.refusals import AmbiguousTime, NoSuchTime
from scheduling.wall_clock import to_moment

NO_SUCH_TIME = Words(
    lazy("On this day clocks go forward and skip this hour."),
    lazy("Choose a time before 3.00 or from 4.00 on."),
)
AMBIGUOUS_TIME = Words(
    lazy("On this day clocks go back, so this time comes twice."),
    lazy("Say whether the earlier or the later one is meant."),
)


def local_moment(day: date, clock: str, fold: int | None = None, *, field: str) -> datetime:
    """The moment in UTC of a `Day` and a `ClockTime` in Finland.

    fold   0 the earlier, 1 the later one on the night clocks go back
    field  the name of the input that is told what is wrong
    Raises ValidationError.
    """
    try:
        return to_moment(day, clock, fold)
    except NoSuchTime:
        raise ValidationError({field: [reason("no_such_time", NO_SUCH_TIME)]}) from None
    except AmbiguousTime:
        raise ValidationError({field: [reason("ambiguous_time", AMBIGUOUS_TIME)]}) from None
