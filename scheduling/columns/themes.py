"""Themes and languages of everybody: eight themes or four languages to a byte of each person."""

import numpy as np

from scheduling.columns.codes import Codes
from scheduling.columns.reading import Part
from scheduling.columns.record import PERSPECTIVES

_SPARE = 4  # one entry is free for so many in use


class Planes:
    """Bytes side by side: bits of plane 0 for the first codes, of plane 1 for the next …"""

    def __init__(self, bits_each: int) -> None:
        self.codes = Codes()
        self.planes: list[np.ndarray] = []
        self._each = bits_each
        self._in_one = 8 // bits_each

    def place(self, value: int) -> tuple[int, int] | None:
        """Plane and shift of a value; None when nobody has it."""
        code = self.codes.find(value)
        if code is None:
            return None
        return code // self._in_one, code % self._in_one * self._each

    def write(self, count: int, where: np.ndarray, part: Part, amounts: np.ndarray | int) -> None:
        """Everything of those at `where` in a pool of `count`; owners are places in `where`."""
        codes = self.codes.of(part.numbers[0])
        while len(self.planes) * self._in_one < len(self.codes):
            self.planes.append(np.zeros(count, np.uint8))
        bits = (amounts << codes % self._in_one * self._each).astype(np.uint8)
        fresh = np.zeros(len(self.planes) * len(where), np.uint8)
        np.bitwise_or.at(fresh, codes // self._in_one * len(where) + part.owner, bits)
        for plane, column in zip(self.planes, fresh.reshape(-1, len(where)), strict=True):
            plane[where] = column

    def move(self, order: np.ndarray) -> None:
        self.planes = [each[order] for each in self.planes]

    def append(self, more: int) -> None:
        self.planes = [np.concatenate([each, np.zeros(more, np.uint8)]) for each in self.planes]


class Lived:
    """Each person's themes with perspectives, in order, for the sentences about her.

    Newer ones stand after all others; when there is no room left, what no longer counts goes.
    """

    def __init__(self) -> None:
        self._starts = np.zeros(0, np.int32)
        self._counts = np.zeros(0, np.uint16)
        self._entries = np.zeros(0, np.uint32)
        self._written = 0

    @property
    def nbytes(self) -> int:
        return self._starts.nbytes + self._counts.nbytes + self._entries.nbytes

    def among(self, wanted: frozenset[int], places: np.ndarray) -> list[list[tuple[int, int]]]:
        """For each place theme id and number of perspective of what is `wanted`."""
        counts = self._counts[places].astype(np.int64)
        ends = np.cumsum(counts)
        first = np.repeat(self._starts[places] - (ends - counts), counts)
        entries = self._entries[first + np.arange(len(first))]
        owner = np.repeat(np.arange(len(places)), counts)
        found: list[list[tuple[int, int]]] = [[] for _ in range(len(places))]
        themes = entries // len(PERSPECTIVES)
        chosen = np.zeros(len(entries), bool)
        for theme in wanted:
            chosen |= themes == theme
        for place, entry in zip(owner[chosen].tolist(), entries[chosen].tolist(), strict=True):
            found[place].append(divmod(entry, len(PERSPECTIVES)))
        return found

    def write(self, where: np.ndarray, part: Part) -> None:
        themes, perspectives = part.numbers
        fresh, self._counts[where] = len(themes), 0
        if self._written + fresh > len(self._entries):
            self._make_room(fresh)
        self._counts[where] = part.counts
        self._starts[where] = self._written + np.cumsum(part.counts) - part.counts
        after = self._written + fresh
        self._entries[self._written : after] = themes * len(PERSPECTIVES) + perspectives
        self._written = after

    def move(self, order: np.ndarray) -> None:
        self._starts, self._counts = self._starts[order], self._counts[order]

    def append(self, more: int) -> None:
        self._starts = np.concatenate([self._starts, np.zeros(more, np.int32)])
        self._counts = np.concatenate([self._counts, np.zeros(more, np.uint16)])

    def _make_room(self, fresh: int) -> None:
        counts = self._counts.astype(np.int64)
        ends = np.cumsum(counts)
        used = int(counts.sum())
        first = np.repeat(self._starts - (ends - counts), counts)
        kept = self._entries[first + np.arange(used)]
        room = np.zeros(fresh + used // _SPARE, np.uint32)
        self._entries = np.concatenate([kept, room])
        self._starts = (ends - counts).astype(np.int32)
        self._written = used
