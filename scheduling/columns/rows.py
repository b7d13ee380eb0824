"""Sparse facts: rows with a key and an owner, sorted by key, with a short tail of the newest.

A row counts as long as its stamp is its owner's: whoever changes gets a new stamp and new rows.
"""

import numpy as np

_TAIL = 4096  # rows; a longer one is sorted in


class Rows:
    def __init__(self, key: str, *more: str) -> None:
        """Types of the key and of what else a row holds."""
        self._types = (key, "<i4", "<u2", *more)
        self._sorted = [np.empty(0, each) for each in self._types]
        self._tail = [np.empty(0, each) for each in self._types]

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
    ) -> bool:
        """Newer rows; whether the tail has grown long."""
        if len(key):
            given = (key, owner, stamps[owner], *more)
            self._tail = [
                np.concatenate([old, new.astype(kind)])
                for old, new, kind in zip(self._tail, given, self._types, strict=True)
            ]
        return len(self._tail[0]) > _TAIL

    def between(self, first: int | None, last: int | None, stamps: np.ndarray) -> list[np.ndarray]:
        """Key, owner and the rest of the rows that count with a key from `first` to `last`."""
        keys, tail = self._sorted[0], self._tail[0]
        low = 0 if first is None else int(np.searchsorted(keys, first, "left"))
        high = len(keys) if last is None else int(np.searchsorted(keys, last, "right"))
        found = [each[low:high] for each in self._sorted]
        if len(tail):
            inside = np.ones(len(tail), bool) if first is None else tail >= first
            if last is not None:
                inside &= tail <= last
            found = [
                np.concatenate([old, new[inside]])
                for old, new in zip(found, self._tail, strict=True)
            ]
        key, owner, stamp, *more = found
        holds = stamps[owner] == stamp
        if not holds.all():
            key, owner, *more = (each[holds] for each in (key, owner, *more))
        return [key, owner, *more]

    def settle(self, stamps: np.ndarray, places: np.ndarray | None = None) -> None:
        """Sort the tail in, drop what does not count; owners move to `places` (-1: away)."""
        key, owner, *more = self.between(None, None, stamps)
        if places is not None:
            owner = places[owner]
            key, owner, *more = (each[owner >= 0] for each in (key, owner, *more))
        self.fill(key, owner, *more)
