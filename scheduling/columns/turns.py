"""The part of everybody's points that does not depend on the request: whose turn it is.

It is kept from ranking to ranking, and worked out anew only for those who change, as long as the
day, the weights and what is usual stay the same.
"""

from typing import NamedTuple

import numpy as np

from scheduling.columns.people import NOT_GIVEN
from scheduling.fairness import YEAR
from scheduling.figures import Figures
from scheduling.points import FULL, HALF
from scheduling.weights import Weights

POINTS, WAIT = 40, 24  # bits below points and below days waited


class Pasts(NamedTuple):
    """As they look on the day of this number; last is 0 for who was never asked."""

    today: int
    since: np.ndarray
    last: np.ndarray
    asked: np.ndarray
    worked: np.ndarray


class Turns:
    """A column of one number each: points of the turn, and days waited."""

    def __init__(self) -> None:
        self._column: np.ndarray | None = None
        self._key: tuple[int, ...] = ()
        self._changed: list[np.ndarray] = []

    @property
    def nbytes(self) -> int:
        return 0 if self._column is None else self._column.nbytes

    def change(self, places: np.ndarray) -> None:
        if self._column is not None:
            self._changed.append(places)

    def forget(self) -> None:
        self._column, self._changed = None, []

    def column(self, pasts: Pasts, weights: Weights, figures: Figures) -> np.ndarray:
        usual = (figures.wait, figures.asked, figures.worked)
        key = (*usual, weights.wait, weights.asked, weights.worked)
        if self._column is None or key != self._key:
            self._column, self._key = _turns(pasts, weights, figures), key
        else:
            for places in self._changed:
                of_them = Pasts(pasts.today, *(each[places] for each in pasts[1:]))
                self._column[places] = _turns(of_them, weights, figures)
        self._changed = []
        return self._column


def _turns(pasts: Pasts, weights: Weights, figures: Figures) -> np.ndarray:
    today, since, last, asked, worked = pasts
    is_new = last == 0
    here = _days_here(since, today, is_new)
    days = np.where(is_new, figures.wait + here, today - last.astype(np.int64))
    missing = np.maximum(0, YEAR - here)
    points = weights.wait * np.minimum(FULL, HALF * days // figures.wait)
    points += weights.asked * _seldom(asked, figures.asked, missing)
    points += weights.worked * _seldom(worked, figures.worked, missing)
    return points << POINTS | days << WAIT


def _days_here(since: np.ndarray, today: int, is_new: np.ndarray) -> np.ndarray:
    """Unknown: none for who was never asked, at least a year for the others."""
    here = np.maximum(0, today - since.astype(np.int64))
    return np.where(since == NOT_GIVEN, np.where(is_new, 0, YEAR), here)


def _seldom(times: np.ndarray, usual: int, missing: np.ndarray) -> np.ndarray:
    """Most have been here for a year: theirs is looked up."""
    part = (FULL * usual // (usual + np.arange(int(times.max(initial=0)) + 1)))[times]
    late = np.flatnonzero(missing)
    counted = times[late].astype(np.int64) * YEAR + usual * missing[late]
    part[late] = FULL * usual * YEAR // (usual * YEAR + counted)
    return part
