"""Where reported work differs from what was planned, for those who check and approve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduling.hours import HourKind

# Less than this is how meetings go.
NOTEWORTHY_MINUTES = 15
NOTEWORTHY_CENTS = 200
LATE_AFTER = timedelta(days=30)


class DifferenceKind(StrEnum):
    MORE_TIME = "more_time"
    LESS_TIME = "less_time"
    UNPLANNED_TIME = "unplanned_time"
    MORE_COSTS = "more_costs"
    LATE = "late"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """planned and reported are minutes, or cents when `kind` is about costs."""

    kind: DifferenceKind
    work: HourKind | None = None
    planned: int = 0
    reported: int = 0
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reported:
    """Of one assignment: minutes by kind of work, costs, the last day of work, the day told."""

    minutes: Mapping[HourKind, int]
    cost_cents: int | None
    last_day: date
    told_on: date


def find_differences(
    reported: Reported, *, planned_minutes: Mapping[HourKind, int], planned_cents: int
) -> list[Difference]:
    """In the order of work, then costs, then lateness. Unknown costs are not compared."""
    found = [
        difference
        for work in HourKind
        if (difference := _of_time(work, planned_minutes.get(work, 0), reported.minutes.get(work)))
    ]
    costs = reported.cost_cents or 0
    if costs - planned_cents >= NOTEWORTHY_CENTS:
        found.append(
            Difference(kind=DifferenceKind.MORE_COSTS, planned=planned_cents, reported=costs)
        )
    if reported.told_on - reported.last_day > LATE_AFTER:
        found.append(Difference(kind=DifferenceKind.LATE, day=reported.last_day))
    return found


def _of_time(work: HourKind, planned: int, reported: int | None) -> Difference | None:
    """Work that has not been reported is no difference: it may come in a later report."""
    if reported is None or abs(reported - planned) < NOTEWORTHY_MINUTES:
        return None
    kind = DifferenceKind.MORE_TIME if reported > planned else DifferenceKind.LESS_TIME
    if planned == 0:
        kind = DifferenceKind.UNPLANNED_TIME
    return Difference(kind=kind, work=work, planned=planned, reported=reported)
