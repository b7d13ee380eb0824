"""What counts of a person's past when it is decided whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scheduling.lifecycle import OfferState

# A decline, and an invitation taken back, leave no mark on a person's turn.
COUNTS_AS_ASKED = frozenset(set(OfferState) - {OfferState.DECLINED, OfferState.WITHDRAWN})

YEAR = 365


class Asking(NamedTuple):
    """One invitation a person once got; `reached` is false when she never saw or heard it."""

    day: date
    state: OfferState
    reached: bool = True


@dataclass(frozen=True)
class Past:
    """Every day somebody was asked, as far as it counts, and every day of work done.

    since   the day she joined; None: unknown, and who was never asked counts as joining today
    """

    asked_on: tuple[date, ...] = ()
    worked_on: tuple[date, ...] = ()
    since: date | None = None


@dataclass(frozen=True)
class History:
    """A past as it looks on one day.

    asked, worked   times in the 12 months before
    days_here       since she joined
    """

    last_asked_on: date | None = None
    asked: int = 0
    worked: int = 0
    worked_ever: int = 0
    days_here: int = 0

    @property
    def days_missing(self) -> int:
        """Of the last year: those before she joined."""
        return max(0, YEAR - self.days_here)


def past(askings: Iterable[Asking], worked_on: Iterable[date], since: date | None = None) -> Past:
    """What counts, oldest first: declines and calls that did not reach her do not."""
    asked = (each.day for each in askings if each.reached and each.state in COUNTS_AS_ASKED)
    return Past(tuple(sorted(asked)), tuple(sorted(worked_on)), since)


def history(past: Past, *, today: date) -> History:
    year_ago = a_year_before(today)
    asked = [day for day in past.asked_on if day <= today]
    worked = [day for day in past.worked_on if day <= today]
    joined = past.since or (year_ago if asked else today)
    return History(
        last_asked_on=max(asked, default=None),
        asked=sum(day > year_ago for day in asked),
        worked=sum(day > year_ago for day in worked),
        worked_ever=len(worked),
        days_here=max(0, (today - joined).days),
    )


def a_year_before(day: date) -> date:
    """The same day a year earlier; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
