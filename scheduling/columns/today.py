"""What depends on the day one looks: pauses, who was asked and worked how often, what is usual."""

from datetime import date

import numpy as np

from scheduling.columns.people import ALWAYS, BITS, PLANES
from scheduling.columns.record import day_number
from scheduling.columns.tally import Tally
from scheduling.columns.turns import Turns
from scheduling.fairness import a_year_before
from scheduling.figures import Figures
from scheduling.reasons import Against

_MOST = 65535
_OUT = BITS[Against.STOPPED] | BITS[Against.HIDDEN]
Days = tuple[np.ndarray, np.ndarray]  # day and owner of each row


class Today:
    """Columns as they are on `day`.

    absent   reasons of the first eight: stopped, hidden, paused
    last     the day last asked, 0 for a newcomer
    asked    times in 12 months
    worked   times in 12 months
    """

    def __init__(self, day: date) -> None:
        self.day = day
        self.number = day_number(day)
        self._since = day_number(a_year_before(day))
        self.absent = np.zeros(0, np.uint8)
        self.last, self.asked, self.worked = (np.zeros(0, np.uint16) for _ in range(3))
        self.turns = Turns()
        self._tally = Tally()
        self._active = 0
        self._having = np.zeros(0, np.int64)
        self._figures: Figures | None = None
        self._always: dict[Against, int] | None = None

    @property
    def nbytes(self) -> int:
        columns = (self.absent, self.last, self.asked, self.worked, self.turns)
        return sum(each.nbytes for each in columns)

    def append(self, more: int) -> None:
        """People nothing is known of yet: as if they were stopped."""
        self.turns.forget()
        self.absent = np.concatenate([self.absent, np.full(more, _OUT, np.uint8)])
        self.last, self.asked, self.worked = (
            np.concatenate([each, np.zeros(more, np.uint16)])
            for each in (self.last, self.asked, self.worked)
        )

    def move(self, order: np.ndarray) -> None:
        self.turns.forget()
        self.absent, self.last = self.absent[order], self.last[order]
        self.asked, self.worked = self.asked[order], self.worked[order]

    def set(
        self, where: np.ndarray, people: dict[str, np.ndarray], asked: Days, worked: Days
    ) -> None:
        """All days of those at `where`; owners are places in `where`."""
        paused = people["paused_until"][where] > self.number
        pause = np.where(paused, BITS[Against.PAUSED], 0)
        self.absent[where] = people["out"][where] | pause.astype(np.uint8)
        self.turns.change(where)
        self.last[where] = self._latest(len(where), *asked)
        self.asked[where] = self._times(len(where), *asked)
        self.worked[where] = self._times(len(where), *worked)

    def count(self, where: np.ndarray, planes: list[np.ndarray], sign: int) -> None:
        """Those at `where` belong to the figures; `sign` -1: not any more.

        planes  of themes
        """
        self._figures = self._always = None
        active = where[(self.absent[where] & _OUT) == 0]
        known = active[self.last[active] > 0]
        self._active += sign * len(active)
        self._tally.add("wait", self.number - self.last[known].astype(np.int64), sign)
        self._tally.add("asked", self.asked[known], sign)
        self._tally.add("worked", self.worked[known], sign)
        if planes:
            each = np.stack([plane[active] for plane in planes], axis=1)
            counted = sign * np.unpackbits(each, axis=1, bitorder="little").sum(axis=0, dtype=int)
            counted[: len(self._having)] += self._having
            self._having = counted

    def figures(self, themes: list[int]) -> Figures:
        """themes: their ids, in the order of the planes."""
        if self._figures is None:
            having = zip(themes, self._having.tolist(), strict=False)
            self._figures = Figures(
                active=self._active,
                having={theme: count for theme, count in having if count},
                **self._tally.middles(),
            )
        return self._figures

    def always(self, unready: np.ndarray) -> dict[Against, int]:
        """How many are out whatever is asked of them."""
        if self._always is None:
            planes = (self.absent, unready)
            counts = {
                code: int(np.count_nonzero(planes[PLANES[code]] & np.uint8(BITS[code])))
                for code in ALWAYS
            }
            self._always = {code: count for code, count in counts.items() if count}
        return self._always

    def _times(self, count: int, days: np.ndarray, owner: np.ndarray) -> np.ndarray:
        within = (days > self._since) & (days <= self.number)
        return np.minimum(np.bincount(owner[within], minlength=count), _MOST)

    def _latest(self, count: int, days: np.ndarray, owner: np.ndarray) -> np.ndarray:
        past = days <= self.number
        latest = np.zeros(count, np.uint16)
        np.maximum.at(latest, owner[past], days[past].astype(np.uint16))
        return latest
