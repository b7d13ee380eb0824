"""How many have waited so many days, were asked and worked so many times: for the medians."""

import numpy as np


class Tally:
    def __init__(self) -> None:
        self._counts = {name: np.zeros(64, np.int64) for name in ("wait", "asked", "worked")}

    def add(self, name: str, values: np.ndarray, sign: int) -> None:
        """`sign` -1 takes them away."""
        missing = int(values.max(initial=0)) + 1 - len(self._counts[name])
        if missing > 0:
            more = np.zeros(missing, np.int64)
            self._counts[name] = np.concatenate([self._counts[name], more])
        np.add.at(self._counts[name], values, sign)

    def middles(self) -> dict[str, int]:
        """The lower median of each, at least 1."""
        return {name: _middle(counts) for name, counts in self._counts.items()}


def _middle(counts: np.ndarray) -> int:
    below = np.cumsum(counts)
    total = int(below[-1])
    return max(1, int(np.searchsorted(below, (total - 1) // 2, "right"))) if total else 1
