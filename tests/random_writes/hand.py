"""A hand that writes: whose home it is, and the rows it has made there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

from app.database import transaction
from app.storage import tables
from app.storage.occasions import Occasion

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)


class Undone(Exception):
    """What was written is not to be kept."""


class Hand:
    """Every write is a transaction of its own."""

    random: Random
    look: Callable[[], object]  # done in the middle of a transaction
    home: int
    by: int
    away: int
    themes: list[int]
    units: list[int]
    people: list[int]
    requests: list[int]
    times: list[int]

    def _kept(self, row) -> int:
        with transaction():
            return tables.add(row).id

    def _anybody(self) -> int:
        return self.random.choice(self.people)

    def _a_time(self) -> Occasion:
        return tables.get(Occasion, self.random.choice(self.times))

    def _a_moment(self) -> datetime:
        """A quarter of an hour in the coming or the past weeks."""
        return NOON + timedelta(minutes=15 * self.random.randint(-500, 4000))
