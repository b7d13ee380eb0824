"""The way from every known home to one place, as the plain rules estimate it."""

from typing import NamedTuple

import numpy as np

from scheduling.columns.codes import Homes
from scheduling.travel_time import Place, estimated_minutes, estimated_road_km

UNKNOWN = 65535  # kilometres
MINUTE = 60_000_000  # microseconds


class Journey(NamedTuple):
    """By number of home.

    kilometres  UNKNOWN where it is
    reach       one more than the kilometres, and 0 where they are unknown
    takes       microseconds one way, none where it is unknown
    longest     of them, in minutes
    """

    kilometres: np.ndarray
    reach: np.ndarray
    takes: np.ndarray
    longest: int


NOWHERE = Journey(np.zeros(1, np.uint16), np.zeros(1, np.uint16), np.zeros(1, np.int64), 0)


def of_everybody(by_home: np.ndarray, home: np.ndarray) -> np.ndarray:
    """What each person's home has. No number of a home is beyond it, so none is checked."""
    return by_home.take(home, mode="wrap")


def journey(homes: Homes, place: Place | None) -> Journey:
    far = [estimated_road_km(home, place) for home in homes.places()]
    minutes = [estimated_minutes(each) or 0 for each in far]
    return Journey(
        np.array([UNKNOWN if each is None else each for each in far], np.uint16),
        np.array([0 if each is None else each + 1 for each in far], np.uint16),
        np.array(minutes, np.int64) * MINUTE,
        max(minutes),
    )
