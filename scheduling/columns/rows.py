"""Sparse facts: rows with a key and an owner, sorted by key, with a short tail of the newest.

A row counts as long as its stamp is its owner's: whoever changes gets a new stamp and new rows.
"""

import numpy as np

_TAIL = 4096  # rows


class Rows:
    def __init__(self, key: str, *more: str, is_read_daily: bool = False) -> None:
        """Types of the key and of what else a row holds.

        is_read_daily  not at each ranking: the tail may be a quarter of the rows
        """
        self._types = (key, "<i4", "<u2", *more)
        self._sorted = [np.empty(0, each) for each in self._types]
        self._tail = [np.empty(0, each) for each in self._types]
        self._is_read_daily = is_read_daily

    @property
    def nbytes(self) -> int:
        return sum(each.nbytes for each in self._sorted + self._tail)

    def fill(self, key: np.ndarray, owner: np.ndarray, *more: np.ndarray) -> None:
        """All rows at once, of owners with stamp 0."""
        order = np.argsort(key, kind="stable")
        given = (key, owner, np.zeros(len(key)), *more)
        self._sorted = [
            each[order].astype(kind) for each, kind in zip(given, self._types, strict=True)
        ]
        self._tail = [each[:0] for each in self._sorted]

    def add(
        self, key: np.ndarray, owner: np.ndarray, stamps: np.ndarray, *more: np.ndarray
    ) -> None:
        """Newer rows, after their owners got their stamps."""
        if not len(key):
            return
        given = (key, owner, stamps[owner], *more)
        self._tail = [
            np.concatenate([old, new], dtype=kind, casting="unsafe")
            for old, new, kind in zip(self._tail, given, self._types, strict=True)
        ]
        most = len(self._sorted[0]) // 4 if self._is_read_daily else 0
        if len(self._tail[0]) > max(_TAIL, most):
            self._sort_in(stamps)

    def between(self, first: int, last: int, stamps: np.ndarray) -> list[np.ndarray]:
        """Key, owner and the rest of the rows that count with a key from `first` to `last`."""
        keys, tail = self._sorted[0], self._tail[0]
        low, high = keys.searchsorted(first), keys.searchsorted(last, "right")
        if low == high and not len(tail):
            return [each[:0] for each in (*self._sorted[:2], *self._sorted[3:])]
        found = [each[low:high] for each in self._sorted]
        if len(tail):
            inside = np.flatnonzero((tail >= first) & (tail <= last))
            if len(inside):
                found = [
                    np.concatenate([old, new[inside]])
                    for old, new in zip(found, self._tail, strict=True)
                ]
        return _holding(found, stamps)

    def owners(self, keys: list[int], stamps: np.ndarray) -> np.ndarray:
        """Of the rows that count with one of these keys."""
        wanted = np.array(keys, self._types[0])
        low = self._sorted[0].searchsorted(wanted)
        high = self._sorted[0].searchsorted(wanted, "right")
        found = [
            [each[first:last] for each in self._sorted[1:3]]
            for first, last in zip(low.tolist(), high.tolist(), strict=True)
            if first < last
        ]
        if len(self._tail[0]):
            inside = (self._tail[0] == wanted[:, None]).any(axis=0)
            found.append([each[inside] for each in self._tail[1:3]])
        if not found:
            return self._sorted[1][:0]
        owner, stamp = (np.concatenate(each) for each in zip(*found, strict=True))
        return owner[stamps[owner] == stamp]

    def all(self, stamps: np.ndarray) -> list[np.ndarray]:
        """The same of every row that counts."""
        if not len(self._tail[0]):
            return _holding(self._sorted, stamps)
        both = zip(self._sorted, self._tail, strict=True)
        return _holding([np.concatenate(each) for each in both], stamps)

    def renew(self, stamps: np.ndarray, places: np.ndarray) -> None:
        """For new stamps, all 0: owners move to `places`; -1 is away."""
        key, owner, *more = self.all(stamps)
        owner = places[owner]
        stays = owner >= 0
        self.fill(*(each[stays] for each in (key, owner, *more)))

    def _sort_in(self, stamps: np.ndarray) -> None:
        order = np.argsort(self._tail[0], kind="stable")
        spots = self._sorted[0].searchsorted(self._tail[0][order])
        merged = [
            np.insert(old, spots, new[order])
            for old, new in zip(self._sorted, self._tail, strict=True)
        ]
        holds = stamps[merged[1]] == merged[2]
        self._sorted = [each[holds] for each in merged]
        self._tail = [each[:0] for each in self._tail]


def _holding(rows: list[np.ndarray], stamps: np.ndarray) -> list[np.ndarray]:
    key, owner, stamp, *more = rows
    holds = stamps[owner] == stamp
    if holds.all():
        return [key, owner, *more]
    return [each[holds] for each in (key, owner, *more)]
