"""More people asked than there are seats: their yes waits, and the fair order shares the seats."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from scheduling.offers import CALL_ROUND_UNDER, Mode
from scheduling.refusals import TooSoonToWait

SHARED = frozenset({Mode.TO_ALL, Mode.WAVES})

# Whoever comes and whoever does not knows it at the latest a day before.
KNOWN_BEFORE = timedelta(hours=24)

# A seat may be given back for any reason until this; after it for one's health.
GIVE_BACK_BEFORE = CALL_ROUND_UNDER


def yes_waits(decides_at: datetime | None, decided_at: datetime | None) -> bool:
    """Until the seats have been shared; after that a free one goes to whoever says yes."""
    return decides_at is not None and decided_at is None


def when_shared(
    now: datetime, ends: Iterable[datetime], starts_at: datetime | None = None
) -> datetime:
    """When the seats are shared: once the slowest of those asked has had her time to answer.

    ends   until when each of them would have had time to answer
    Raises TooSoonToWait when it begins so soon that people are rung instead.
    """
    latest = max(ends)
    if starts_at is None:
        return latest
    if starts_at - now < CALL_ROUND_UNDER:
        raise TooSoonToWait
    return min(latest, starts_at - KNOWN_BEFORE)


def in_fair_order(yeses: Iterable[tuple[int, int]]) -> list[int]:
    """Ids by the place each had when asked, however quick the answer was.

    yeses   place and id; a place of 0 is somebody asked once more on purpose: she comes last
    """
    return [each for place, each in sorted(yeses, key=lambda yes: (yes[0] == 0, *yes))]


def is_out_of_turn(
    chosen: Collection[int], order: Sequence[int], tried: Collection[int] = ()
) -> bool:
    """Is somebody passed over: earlier in the order, neither chosen nor tried already?"""
    wanted = set(chosen)
    if wanted - set(order):
        return True
    last = max((order.index(each) for each in wanted), default=0)
    return bool(set(order[:last]) - wanted - set(tried))


def give_back_until(starts_at: datetime | None) -> datetime | None:
    """Until when a promised seat is given back for any reason; None: a task without a clock."""
    return None if starts_at is None else starts_at - GIVE_BACK_BEFORE
