"""Whose turn it is: who has waited longest is asked first, and a newcomer starts in the middle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
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


class Turn(NamedTuple):
    """`waited` is days since last asked; for a newcomer the median of the pool."""

    expert_id: int
    waited: float


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


def fair_order(pool: Mapping[int, History], *, today: date) -> list[Turn]:
    """The pool by turn: longest wait, then fewest times asked, fewest times worked, lowest id."""
    waits = {
        expert_id: (today - past.last_asked_on).days
        for expert_id, past in pool.items()
        if past.last_asked_on is not None
    }
    middle = median(waits.values()) if waits else 0

    def place(expert_id: int) -> tuple[float, int, int, int]:
        past = pool[expert_id]
        return (-waits.get(expert_id, middle), past.asked, past.worked, expert_id)

    return [Turn(each, float(waits.get(each, middle))) for each in sorted(pool, key=place)]


def a_year_before(day: date) -> date:
    """The same day a year earlier; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
