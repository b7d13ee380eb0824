"""How evenly something is spread over people: Lorenz curve, Gini figure and plain counts."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

TENTHS = 10


class Point(NamedTuple):
    """The `people` who have least have this `share` of all; both from 0 to 1, exact."""

    people: Fraction
    share: Fraction


@dataclass(frozen=True)
class Spread:
    """
    people   how many they are
    total    of what they have together
    without  how many have nothing
    half_by  the fewest who have at least half of all; 0 when there is nothing to have
    gini     0: everybody has as much; near 1: one has all; 0 when there is nothing to have
    tenths   the Lorenz curve at each tenth of the people, from (0, 0) to (1, 1), who have least
             first; between two persons it is a straight line
    """

    people: int
    total: int
    without: int
    half_by: int
    gini: Fraction
    tenths: tuple[Point, ...]

    @property
    def gini_hundredths(self) -> int:
        """For people to read: rounded half up."""
        return (200 * self.gini.numerator + self.gini.denominator) // (2 * self.gini.denominator)


def spread_of(counts: Iterable[int]) -> Spread:
    """Whole numbers from 0, one for each person, also for those who have none."""
    ordered = sorted(counts)
    sums = [0, *accumulate(ordered)]
    return Spread(
        people=len(ordered),
        total=sums[-1],
        without=bisect_left(ordered, 1),
        half_by=_half_by(sums),
        gini=gini(ordered),
        tenths=tuple(_point(sums, Fraction(tenth, TENTHS)) for tenth in range(TENTHS + 1)),
    )


def gini(counts: Iterable[int]) -> Fraction:
    """The mean difference between two persons over twice the mean; exact, below 1."""
    ordered = sorted(counts)
    people, total = len(ordered), sum(ordered)
    if not total:
        return Fraction(0)
    weighed = sum((2 * place - people - 1) * count for place, count in enumerate(ordered, 1))
    return Fraction(weighed, people * total)


def _half_by(sums: list[int]) -> int:
    """From those who have most, as few as it takes."""
    total, people = sums[-1], len(sums) - 1
    return next(top for top in range(people + 1) if 2 * (total - sums[people - top]) >= total)


def _point(sums: list[int], people: Fraction) -> Point:
    """Where nobody has anything the curve is that of equal shares."""
    total = sums[-1]
    if not total:
        return Point(people, people)
    whole, part = divmod(people * (len(sums) - 1), 1)
    after = sums[min(whole + 1, len(sums) - 1)] - sums[whole]
    return Point(people, (sums[whole] + part * after) / Fraction(total))
