"""What keeps a person from one occasion: promised work, days away, times of hers, own limits."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from scheduling.availability import Interval, busy_interval, find_clash
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.kinds import DayPart
from scheduling.reasons import Against
from scheduling.travel_time import estimated_minutes, estimated_road_km
from scheduling.wall_clock import minutes_between, on_the_wall

_DAY = timedelta(days=1)
DAY_PART_HOURS = {DayPart.MORNING: (0, 12), DayPart.AFTERNOON: (12, 17), DayPart.EVENING: (17, 24)}


def free_occasions(expert: ExpertFacts, request: RequestFacts) -> list[Interval]:
    """Those nothing keeps the person from."""
    return [each for each in request.occasions if not obstacles(expert, request, each)]


def obstacles(expert: ExpertFacts, request: RequestFacts, occasion: Interval) -> list[Against]:
    """Every one, in the order of OBSTACLES."""
    way = minutes_of_way(expert, request)
    return [code for code, blocks in OBSTACLES.items() if blocks(expert, occasion, way)]


def kilometres(expert: ExpertFacts, request: RequestFacts) -> int | None:
    """Estimated, one way; None: unknown."""
    return estimated_road_km(expert.home, request.place)


def takes_part_remotely(expert: ExpertFacts, request: RequestFacts) -> bool:
    return request.remote and expert.works_remotely


def minutes_of_way(expert: ExpertFacts, request: RequestFacts) -> int:
    """One way; none for who stays where she is, and none where the distance is unknown."""
    if not request.on_site or takes_part_remotely(expert, request):
        return 0
    return estimated_minutes(kilometres(expert, request)) or 0


def week_parts(time: Interval) -> frozenset[tuple[int, DayPart]]:
    """The parts of the week it touches, by the clock in Finland; 0 is Monday."""
    starts, ends = on_the_wall(time.starts_at), on_the_wall(time.ends_at)
    days = [starts.date() + n * _DAY for n in range(max(0, (ends.date() - starts.date()).days) + 1)]
    return frozenset(
        (day.weekday(), part)
        for day in days
        for part, (first, last) in DAY_PART_HOURS.items()
        if _touches(starts, ends, _at(day, first), _at(day, last))
    )


def days_of(time: Interval) -> tuple[date, date]:
    """The first and the last day in Finland; what ends at midnight ends on the day before."""
    first = on_the_wall(time.starts_at).date()
    last = on_the_wall(time.ends_at - timedelta.resolution).date()
    return first, max(first, last)


def clock_end(occasion: Interval) -> int:
    """When it ends by the clock, in minutes from the midnight its first day begins with."""
    starts, ends = on_the_wall(occasion.starts_at), on_the_wall(occasion.ends_at)
    return -((_at(starts.date(), 0) - ends) // timedelta(minutes=1))


def month_of(occasion: Interval) -> date:
    """The month it begins in, by its first day."""
    return on_the_wall(occasion.starts_at).date().replace(day=1)


def is_busy(expert: ExpertFacts, occasion: Interval, way: int) -> bool:
    """With the way there and back and her rest, whichever organisation she promised it to."""
    takes = busy_interval(occasion, travel_minutes=way, rest_minutes=expert.rest_minutes)
    return find_clash(takes, expert.busy) is not None


def is_away(expert: ExpertFacts, occasion: Interval, _way: int) -> bool:
    first, last = days_of(occasion)
    return any(span.first <= last and first <= span.last for span in expert.blocked)


def is_not_at_that_time(expert: ExpertFacts, occasion: Interval, way: int) -> bool:
    if not expert.available:
        return False
    travel = timedelta(minutes=way)
    takes = Interval(occasion.starts_at - travel, occasion.ends_at + travel)
    return not week_parts(takes) <= expert.available


def is_no_time_for_a_minor(expert: ExpertFacts, occasion: Interval, _way: int) -> bool:
    """Too late or too long by what her guardian has agreed to."""
    latest, longest = expert.guardian_latest_minute, expert.guardian_day_minutes
    too_late = latest is not None and clock_end(occasion) > latest
    too_long = longest is not None and minutes_between(*occasion) > longest
    return expert.is_minor and (too_late or too_long)


def is_month_full(expert: ExpertFacts, occasion: Interval, _way: int) -> bool:
    wish = expert.wished_minutes_a_month
    if wish is None:
        return False
    return expert.promised.get(month_of(occasion), 0) + minutes_between(*occasion) > wish


OBSTACLES: dict[Against, Callable[[ExpertFacts, Interval, int], bool]] = {
    Against.BUSY: is_busy,
    Against.AWAY: is_away,
    Against.NOT_AT_THAT_TIME: is_not_at_that_time,
    Against.MINORS_TIME: is_no_time_for_a_minor,
    Against.OWN_MONTH_FULL: is_month_full,
}


def _touches(starts: datetime, ends: datetime, first: datetime, last: datetime) -> bool:
    """The part it begins in always belongs to it, also where clocks go back meanwhile."""
    return first <= starts < last or (starts < last and first < ends)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour)  # noqa: DTZ001
