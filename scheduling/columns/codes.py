"""Small numbers for what an organisation uses: its themes and languages, and people's homes."""

import numpy as np

from scheduling.travel_time import Place


class Codes:
    """Numbers given one after another, from 0, to whatever comes."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def find(self, value: int) -> int | None:
        return self._known.get(value)

    def values(self) -> list[int]:
        """By number."""
        return list(self._known)

    def of(self, values: np.ndarray) -> np.ndarray:
        """The number of each value; a new one for each new value."""
        found, places = np.unique(values, return_inverse=True)
        numbers = [self._known.setdefault(each, len(self._known)) for each in found.tolist()]
        return np.array(numbers, np.int64)[places]


NOWHERE = complex("inf")  # an unknown home


class Homes:
    """From complex numbers: latitude and longitude; 0 is an unknown home."""

    def __init__(self) -> None:
        self._known: dict[complex, int] = {NOWHERE: 0}

    def __len__(self) -> int:
        return len(self._known)

    def places(self) -> list[Place | None]:
        """By number."""
        known = (Place(each.real, each.imag) for each in self._known if each != NOWHERE)
        return [None, *known]

    def of(self, values: np.ndarray) -> np.ndarray:
        """The number of each; a new one for each new home."""
        found, places = np.unique(values, return_inverse=True)
        numbers = [self._known.setdefault(each, len(self._known)) for each in found.tolist()]
        return np.array(numbers, np.int64)[places]
