"""A trip for work: how far, from when to when, and the days of travel it is cut into."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from invoices.refusals import NegativeAmount
from invoices.refusals.trips import TripBackwards, TripTooLong

HELSINKI = ZoneInfo("Europe/Helsinki")
DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)
MOST_DAYS = 31  # nobody is away longer for an assignment


@dataclass(frozen=True, kw_only=True)
class Trip:
    """Moments are aware; distances are tenths of a kilometre, one way, to the destination.

    from_start_tenths  from where the trip began, home or workplace
    from_work_tenths   None for whoever has no workplace
    free_meals         meals given by the organiser or in the ticket, day of travel by day
    Raises TripBackwards, TripTooLong, NegativeAmount.
    """

    starts_at: datetime
    ends_at: datetime
    from_start_tenths: int
    from_home_tenths: int
    from_work_tenths: int | None = None
    free_meals: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.ends_at < self.starts_at:
            raise TripBackwards()
        if self.ends_at - self.starts_at > MOST_DAYS * DAY:
            raise TripTooLong(MOST_DAYS)
        distances = (self.from_start_tenths, self.from_home_tenths, self.from_work_tenths or 0)
        for amount in (*distances, *self.free_meals):
            if amount < 0:
                raise NegativeAmount(amount)


@dataclass(frozen=True, kw_only=True)
class TravelDay:
    """24 hours from the start, or what is left of the last one; `day` as on a Finnish wall."""

    day: date
    minutes: int
    is_first: bool
    free_meals: int


def travel_days(trip: Trip) -> tuple[TravelDay, ...]:
    """Time that really passed is cut: a night of changing clocks is an hour shorter or longer."""
    starts_at, ends_at = trip.starts_at.astimezone(UTC), trip.ends_at.astimezone(UTC)
    count = max(1, -(-(ends_at - starts_at) // DAY))
    return tuple(_travel_day(trip, n, starts_at + n * DAY, ends_at) for n in range(count))


def _travel_day(trip: Trip, n: int, begins: datetime, ends_at: datetime) -> TravelDay:
    return TravelDay(
        day=begins.astimezone(HELSINKI).date(),
        minutes=min(ends_at - begins, DAY) // MINUTE,
        is_first=n == 0,
        free_meals=trip.free_meals[n] if n < len(trip.free_meals) else 0,
    )
