"""What two ways of asking did to the same people: how evenly, how well, and to newcomers."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scheduling.spread import Spread, spread_of
from tests.scheduling.simulation.two_years import Told
from tests.scheduling.simulation.world import DAY, FIRST_DAY, World

THREE_MONTHS = 91
FLOODED = 6  # more than two invitations a month


@dataclass(frozen=True)
class Findings:
    """
    fit         of a gig on average, 0 to 1,000
    usual_peak  so many at most did nine of ten of the others get in their busiest three months
    first       invitations of each newcomer in her first three months, the most first
    """

    gigs: Spread
    asked: Spread
    fit: Fraction
    empty_seats: int
    usual_peak: int
    first: tuple[int, ...]

    @property
    def above(self) -> int:
        """Newcomers who got more than is usual in a busy time."""
        return sum(count > self.usual_peak for count in self.first)


def findings(world: World, told: Told) -> Findings:
    ids = [each.facts.id for each in world.people]
    new = {each.facts.id: each.joined_on for each in world.people if each.joined_on >= FIRST_DAY}
    first = [_within(told.asked_on[each], joined) for each, joined in new.items()]
    peaks = sorted(_busiest(told.asked_on[each]) for each in ids if each not in new)
    return Findings(
        gigs=spread_of(told.gigs[each] for each in ids),
        asked=spread_of(len(told.asked_on[each]) for each in ids),
        fit=sum(told.fits, Fraction(0)) / len(told.fits),
        empty_seats=told.empty_seats,
        usual_peak=peaks[len(peaks) * 9 // 10],
        first=tuple(sorted(first, reverse=True)),
    )


def gini_ratio(fair: Findings, fit_first: Findings) -> Fraction:
    return fair.gigs.gini / fit_first.gigs.gini


def lost_fit(fair: Findings, fit_first: Findings) -> Fraction:
    """The share of the mean fit that fairness costs."""
    return 1 - fair.fit / fit_first.fit


def _within(days: list[date], first: date) -> int:
    return sum(first <= day < first + THREE_MONTHS * DAY for day in days)


def _busiest(days: list[date]) -> int:
    return max((_within(days, first) for first in days), default=0)
