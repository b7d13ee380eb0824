"""The seats of a period: which times of a request one person takes together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduling.availability import Interval
from scheduling.facts import RequestFacts
from scheduling.kinds import RequestKind

# Each time stands by itself, as school visits do; elsewhere the same person comes every time.
APART = frozenset({RequestKind.TALK, RequestKind.TRAINING})


@dataclass(frozen=True)
class OpenTime:
    """One occasion with `places` nobody holds or is being asked about; a task has no clock.

    teamed  how many hold or are asked about its other places, and
    guided  whether somebody experienced is among them
    """

    occasion_id: int
    places: int
    time: Interval | None = None
    due_on: date | None = None
    teamed: int = 0
    guided: bool = False


@dataclass(frozen=True)
class Seat:
    """`needs` more people, each of them at all of `times`. Seats of one `team` work together."""

    request_id: int
    times: tuple[OpenTime, ...]
    needs: int
    team: int

    @property
    def occasion_ids(self) -> tuple[int, ...]:
        return tuple(each.occasion_id for each in self.times)

    @property
    def intervals(self) -> tuple[Interval, ...]:
        return tuple(each.time for each in self.times if each.time)

    @property
    def first_day(self) -> date | None:
        return next((each.due_on for each in self.times if each.due_on), None)

    def facts(self, request: RequestFacts) -> list[RequestFacts]:
        """What each of its times asks of a person; one without a clock when it has none."""
        one_by_one = [replace(request, occasions=(each,)) for each in self.intervals]
        return one_by_one or [replace(request, occasions=(), due_on=self.first_day)]


def seats_of(
    request_id: int, kind: RequestKind, times: Sequence[OpenTime], first_team: int
) -> list[Seat]:
    """Whoever comes to a series takes part every time; the times of talks are apart.

    Where some times of a series have more room, the room above the others is a seat of its own.
    """
    if kind in APART:
        return [
            Seat(request_id, (each,), each.places, first_team + n)
            for n, each in enumerate(times)
            if each.places
        ]
    heights = sorted({each.places for each in times if each.places})
    return [
        Seat(
            request_id,
            tuple(each for each in times if each.places >= height),
            height - below,
            first_team,
        )
        for below, height in zip([0, *heights], heights, strict=False)
    ]
