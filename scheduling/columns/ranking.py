"""A registry in columns ranked for one request: the order, and on demand the reasons of it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import numpy as np

from scheduling.columns import explaining, scoring
from scheduling.columns.judged import Judged
from scheduling.columns.judging import judge
from scheduling.columns.people import BITS, PLANES
from scheduling.columns.pool import Columns
from scheduling.columns.today import Today
from scheduling.facts import RequestFacts
from scheduling.figures import Figures
from scheduling.matching import PUBLISHED, Candidate, Excluded
from scheduling.reasons import RELAXABLE, Against
from scheduling.weights import Weights


def rank(
    pool: Columns,
    request: RequestFacts,
    *,
    today: date,
    weights: Weights = PUBLISHED,
    figures: Figures | None = None,
) -> "Ranked":
    """Everybody judged, and those who may be asked in order: the same as the plain rules say."""
    judged = judge(pool, request, today)
    figures = figures or pool.figures(today)
    return Ranked(pool, request, pool.on(today), weights, figures, judged)


class Ranked:
    """To be read before the columns are patched again.

    counts  in how many persons' way each reason stands; one person may have several
    """

    def __init__(
        self,
        pool: Columns,
        request: RequestFacts,
        today: Today,
        weights: Weights,
        figures: Figures,
        judged: Judged,
    ) -> None:
        self._pool, self._request, self._today = pool, request, today
        self._weights, self._figures, self._judged = weights, figures, judged
        self.counts = judged.counts
        self._first: dict[int, list[Candidate]] = {}
        first, second, third = judged.planes
        self._keys = self._keys_of(np.flatnonzero((first | second | third) == 0))

    def __len__(self) -> int:
        """How many may be asked."""
        return len(self._keys)

    @property
    def nbytes(self) -> int:
        """Of what is kept of everybody as long as this is kept."""
        return self._judged.nbytes + self._keys.nbytes

    @property
    def mask(self) -> np.ndarray:
        """For everybody, by place in the pool: bit n stands for the reason n of Against."""
        first, second, third = (each.astype(np.uint32) for each in self._judged.planes)
        second *= np.uint32(1 << 8)  # sooner than a shift
        third *= np.uint32(1 << 16)
        return first | second | third

    @cached_property
    def _in_order(self) -> np.ndarray:
        return scoring.highest(self._keys, None)

    @property
    def places(self) -> np.ndarray:
        """In the pool, of all who may be asked, in order."""
        return scoring.places_of(self._in_order)

    @property
    def ids(self) -> np.ndarray:
        """Of all who may be asked, in order."""
        return self._pool.people["id"][self.places]

    @property
    def points(self) -> np.ndarray:
        """In the same order."""
        return scoring.points_of(self._in_order)

    @cached_property
    def adds(self) -> dict[Against, int]:
        """How many could be asked if this one reason were no reason."""
        first, second, third = self._judged.planes
        reasons = np.bitwise_count(first)
        reasons += np.bitwise_count(second)
        reasons += np.bitwise_count(third)
        only = (reasons == 1).view(np.uint8)
        alone = [plane * only for plane in self._judged.planes]
        some = [int(np.bitwise_or.reduce(plane)) for plane in alone]
        return {
            code: int(np.count_nonzero(alone[PLANES[code]] & np.uint8(BITS[code])))
            for code in Against
            if code in RELAXABLE and some[PLANES[code]] & BITS[code]
        }

    def first(self, count: int | None = None) -> list[Candidate]:
        """The first of the order, with their reasons."""
        if count is None:
            return self._candidates(self._in_order)
        if count not in self._first:
            self._first[count] = self._candidates(scoring.highest(self._keys, count))
        return list(self._first[count])

    def left_out(self, code: Against, limit: int | None = None) -> list[Excluded]:
        """Those in whose way `code` stands, by id, with all their reasons."""
        has = self._judged.planes[PLANES[code]] & np.uint8(BITS[code])
        return self._excluded(np.flatnonzero(has)[:limit])

    def why_not(self, ids: Iterable[int]) -> list[Excluded]:
        """Of these the ones who are left out, by id."""
        return self._excluded(self._pool.find(ids))

    def relaxed(self, code: Against, limit: int | None = None) -> list[Candidate]:
        """Those who would come in if `code` were no reason, in order."""
        places = np.flatnonzero(self.mask == 1 << list(Against).index(code))
        return self._candidates(scoring.highest(self._keys_of(places), limit))

    def _keys_of(self, places: np.ndarray) -> np.ndarray:
        return scoring.keys(
            self._pool,
            self._request,
            self._today,
            weights=self._weights,
            figures=self._figures,
            places=places,
        )

    def _candidates(self, keys: np.ndarray) -> list[Candidate]:
        places = scoring.places_of(keys)
        reasons = explaining.reasons_for(
            self._pool, self._request, self._today, self._judged, places
        )
        ids = self._pool.people["id"][places].tolist()
        points = scoring.points_of(keys).tolist()
        return [Candidate(*each) for each in zip(ids, points, reasons, strict=True)]

    def _excluded(self, places: np.ndarray) -> list[Excluded]:
        reasons = explaining.reasons_against(
            self._pool, self._request, self._today, self._judged, places
        )
        ids = self._pool.people["id"][places].tolist()
        pairs = zip(ids, reasons, strict=True)
        return [Excluded(who, against) for who, against in pairs if against]
