"""Counts of people by group that may be shown without telling of anyone in a small group."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5

Group = TypeVar("Group", bound=Hashable)


def shown(counts: Mapping[Group, int], *, adds_up: bool) -> dict[Group, int | None]:
    """None: hidden. Nobody is nobody's secret, so 0 is shown.

    adds_up  everyone is in just one group, so that the total gives away what one hidden group
             has: then the smallest of the bigger groups is hidden too, and all of its size
    """
    hidden = {group for group, count in counts.items() if 0 < count < LEAST}
    if adds_up and hidden:
        bigger = [count for count in counts.values() if count >= LEAST]
        hidden |= {group for group, count in counts.items() if count == min(bigger, default=0)}
    return {group: None if count and group in hidden else count for group, count in counts.items()}
