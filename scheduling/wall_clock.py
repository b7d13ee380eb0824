"""Between wall-clock time in Finland and moments in UTC, the changes of clocks included."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.refusals import AmbiguousTime, NoSuchTime, NotAClockTime

TIME_ZONE = "Europe/Helsinki"
HELSINKI = ZoneInfo(TIME_ZONE)
_MINUTE = timedelta(minutes=1)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", re.ASCII)


def to_moment(day: date, clock: str, fold: int | None = None) -> datetime:
    """The moment in UTC when clocks in Finland show `clock` on `day`.

    clock   "HH:MM", also "HH.MM"; "24:00" ends the day
    fold    0 the earlier, 1 the later of two moments on the night clocks go back
    Raises NotAClockTime, NoSuchTime, AmbiguousTime.
    """
    if clock in ("24:00", "24.00"):
        return midnight(day + timedelta(days=1))
    parts = _CLOCK.fullmatch(clock)
    if parts is None:
        raise NotAClockTime(clock=clock)
    wall = datetime.combine(day, time(int(parts[1]), int(parts[2])))
    moments = [wall.replace(tzinfo=HELSINKI, fold=each).astimezone(UTC) for each in (0, 1)]
    if moments[0] > moments[1]:
        raise NoSuchTime(day=day, clock=clock)
    if moments[0] < moments[1] and fold is None:
        raise AmbiguousTime(day=day, clock=clock)
    return moments[fold or 0]


def midnight(day: date) -> datetime:
    """The moment in UTC when `day` begins in Finland."""
    return datetime.combine(day, time(), HELSINKI).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day in Finland."""
    return moment.astimezone(HELSINKI).date()


def on_the_wall(moment: datetime) -> datetime:
    """What calendar and clock in Finland show, without a time zone."""
    return moment.astimezone(HELSINKI).replace(tzinfo=None)


def pieces_by_day(starts_at: datetime, ends_at: datetime) -> list[tuple[date, int, int]]:
    """(day, first minute, minute after the last) by the clock on the wall, day by day."""
    start, end = on_the_wall(starts_at), on_the_wall(ends_at)
    pieces = []
    while start < end:
        midnight_after = datetime.combine(start.date() + timedelta(days=1), time())
        until = min(end, midnight_after)
        first = start.hour * 60 + start.minute
        pieces.append((start.date(), first, first + (until - start) // _MINUTE))
        start = until
    return pieces


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes that really pass, over a change of clocks too; negative backwards."""
    return (ends_at.astimezone(UTC) - starts_at.astimezone(UTC)) // _MINUTE
