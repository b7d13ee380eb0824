"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from scheduling.wall_clock import day_of

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The day on a Finnish wall calendar."""
    return day_of(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as if it were `moment`: for made-up history, and for tests of what depends on time."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
