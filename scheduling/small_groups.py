"""Counts of people by group that may be shown without telling of anyone in a small group."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5

Group = TypeVar("Group", bound=Hashable)


def shown(counts: Mapping[Group, int], *, everybody: int | None = None) -> dict[Group, int | None]:
    """None: hidden. Nobody is nobody's secret, so 0 is shown.

    everybody  how many people there are, if each is in one group or more: those who are in none
               of the groups shown would give away what a hidden one has, and then the smallest of
               the bigger groups is hidden too, and all of its size
    """
    hidden = {group for group, count in counts.items() if 0 < count < LEAST}
    bigger = [count for count in counts.values() if count >= LEAST]
    if everybody is not None and hidden and sum(bigger) < everybody:
        hidden |= {group for group, count in counts.items() if count == min(bigger, default=0)}
    return {group: None if count and group in hidden else count for group, count in counts.items()}
