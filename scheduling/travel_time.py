"""How far and how long it is between two places, as estimates; unknown stays unknown."""

from collections.abc import Mapping
from math import asin, ceil, cos, radians, sin, sqrt
from typing import NamedTuple

_EARTH_KM = 6371.0

# Finnish roads are about a third longer than the straight line; lakes make some much longer.
_ROAD_PER_STRAIGHT_KM = 1.3

# Door to door by bus or car: an average speed, and time to set out and to find the door.
_KM_PER_HOUR = 60
_SETTING_OUT_MINUTES = 10
_STEP_MINUTES = 5


class Place(NamedTuple):
    """Degrees, WGS 84: the central locality of a municipality."""

    latitude: float
    longitude: float


def straight_km(here: Place, there: Place) -> float:
    """Along the great circle."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*here, *there))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def estimated_road_km(here: Place | None, there: Place | None) -> int | None:
    """Whole kilometres one way, not for travel claims; 0 in one municipality; None: unknown."""
    if here is None or there is None:
        return None
    return round(straight_km(here, there) * _ROAD_PER_STRAIGHT_KM)


def estimated_minutes(kilometres: int | None) -> int | None:
    """One way, rounded up to five minutes; None: unknown."""
    if kilometres is None:
        return None
    minutes = _SETTING_OUT_MINUTES + kilometres * 60 / _KM_PER_HOUR
    return ceil(minutes / _STEP_MINUTES) * _STEP_MINUTES


def usual_km(ways: Mapping[int, int]) -> int | None:
    """The median way: half of the people come from nearer, half from farther. None: of nobody.

    ways  how many people there are by kilometres; of two in the middle the nearer is taken
    """
    people, passed = sum(ways.values()), 0
    for kilometres, living_there in sorted(ways.items()):
        passed += living_there
        if 2 * passed >= people > 0:
            return kilometres
    return None
