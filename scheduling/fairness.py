"""What counts of a person's past when it is decided whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scheduling.lifecycle import OfferState

# A decline, and an invitation taken back, leave no mark on a person's turn.
COUNTS_AS_ASKED = frozenset(set(OfferState) - {OfferState.DECLINED, OfferState.WITHDRAWN})


class Asking(NamedTuple):
    """One invitation a person once got; `reached` is false when she never saw or heard it."""

    day: date
    state: OfferState
    reached: bool = True


@dataclass(frozen=True)
class Past:
    """Every day somebody was asked, as far as it counts, and every day of work done."""

    asked_on: tuple[date, ...] = ()
    worked_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class History:
    """A past as it looks on one day: `asked` and `worked` are times in the 12 months before."""

    last_asked_on: date | None = None
    asked: int = 0
    worked: int = 0
    worked_ever: int = 0


def past(askings: Iterable[Asking], worked_on: Iterable[date]) -> Past:
    """What counts, oldest first: declines and calls that did not reach her do not."""
    asked = (each.day for each in askings if each.reached and each.state in COUNTS_AS_ASKED)
    return Past(tuple(sorted(asked)), tuple(sorted(worked_on)))


def history(past: Past, *, today: date) -> History:
    since = a_year_before(today)
    asked = [day for day in past.asked_on if day <= today]
    worked = [day for day in past.worked_on if day <= today]
    return History(
        last_asked_on=max(asked, default=None),
        asked=sum(day > since for day in asked),
        worked=sum(day > since for day in worked),
        worked_ever=len(worked),
    )


def a_year_before(day: date) -> date:
    """The same day a year earlier; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
