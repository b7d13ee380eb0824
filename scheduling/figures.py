"""What is counted of the whole active pool: how rare a theme is and what is usual in asking."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from scheduling.facts import ExpertFacts
from scheduling.fairness import history


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of those neither stopped nor hidden; medians, the lower one, of those ever asked, at least 1.

    active  how many they are
    having  how many of them have a theme
    wait    days since last asked
    asked   times in 12 months
    worked  times in 12 months
    """

    active: int
    having: Mapping[int, int]
    wait: int = 1
    asked: int = 1
    worked: int = 1

    def rarity(self, theme_id: int) -> int:
        """1 for a theme everybody has, and one more each time half as many have it."""
        return max(1, (self.active // max(1, self.having.get(theme_id, 0))).bit_length())


def figures_of(pool: Iterable[ExpertFacts], *, today: date) -> Figures:
    active = [each for each in pool if not each.stopped and not each.hidden]
    pasts = [history(each.past, today=today) for each in active]
    known = [past for past in pasts if past.last_asked_on is not None]
    return Figures(
        active=len(active),
        having=Counter(
            theme_id for each in active for theme_id in {row.theme_id for row in each.themes}
        ),
        wait=_middle((today - past.last_asked_on).days for past in known if past.last_asked_on),
        asked=_middle(past.asked for past in known),
        worked=_middle(past.worked for past in known),
    )


def _middle(values: Iterable[int]) -> int:
    found = list(values)
    return max(1, median_low(found)) if found else 1
