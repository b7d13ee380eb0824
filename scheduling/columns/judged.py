"""Reasons against for everybody, gathered rule by rule into three bytes."""

import numpy as np

from scheduling.columns.people import BITS, PLANES
from scheduling.obstacles import OBSTACLES
from scheduling.reasons import Against


class Judged:
    """Bits of Against in their order: bit 0 of the first plane is the first of them.

    missed  how many of several occasions each person could not take
    """

    def __init__(self, first: np.ndarray, second: np.ndarray, counts: dict[Against, int]) -> None:
        self.planes = [first.copy(), second.copy(), np.zeros(len(first), np.uint8)]
        self.counts = dict(counts)
        self.missed: np.ndarray | None = None

    @property
    def nbytes(self) -> int:
        missed = self.missed.nbytes if self.missed is not None else 0
        return sum(plane.nbytes for plane in self.planes) + missed

    def mark(self, code: Against, against: np.ndarray) -> None:
        """A yes or no for everybody."""
        count = int(np.count_nonzero(against))
        if count:
            self.counts[code] = count
            self.planes[PLANES[code]] |= against.view(np.uint8) * np.uint8(BITS[code])

    def mark_some(self, code: Against, places: np.ndarray) -> None:
        """Those at `places`, each named once."""
        if len(places):
            self.counts[code] = len(places)
            self.planes[PLANES[code]][places] |= np.uint8(BITS[code])

    def mark_times(self, met: np.ndarray) -> None:
        """The bits of all obstacles at once."""
        self.planes[-1] |= met
        for code in OBSTACLES:
            count = int(np.count_nonzero(met & np.uint8(BITS[code])))
            if count:
                self.counts[code] = count


def once(places: np.ndarray) -> np.ndarray:
    """In order, each only once; a few of them are sorted sooner than hashed."""
    if len(places) < 2:
        return places
    ordered = np.sort(places)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])]
