"""The way from every known home to one place, as the plain rules estimate it."""

from typing import NamedTuple

import numpy as np

from scheduling.columns.codes import Homes
from scheduling.travel_time import Place, estimated_minutes, estimated_road_km

UNKNOWN = 65535  # kilometres


class Journey(NamedTuple):
    """By number of home.

    kilometres  UNKNOWN where it is
    reach       one more than the kilometres, and 0 where they are unknown
    minutes     one way, none where it is unknown
    """

    kilometres: np.ndarray
    reach: np.ndarray
    minutes: np.ndarray


def journey(homes: Homes, place: Place | None) -> Journey:
    far = [estimated_road_km(home, place) for home in homes.places()]
    return Journey(
        np.array([UNKNOWN if each is None else each for each in far], np.uint16),
        np.array([0 if each is None else each + 1 for each in far], np.uint16),
        np.array([estimated_minutes(each) or 0 for each in far], np.int64),
    )
