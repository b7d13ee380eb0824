"""A team for several seats: a first-timer goes with an experienced one, and not all are alike."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scheduling.facts import ExpertFacts
from scheduling.kinds import AgeBand, Perspective

EXPERIENCED = 3  # times worked ever
_NEAR = 20  # one part in so many of the points of who comes first


class Member(NamedTuple):
    """Age band and group only as she has told them herself."""

    expert_id: int
    points: int
    worked_ever: int
    perspectives: frozenset[Perspective] = frozenset()
    age_band: AgeBand | None = None
    group: str | None = None

    @property
    def is_first_timer(self) -> bool:
        return self.worked_ever == 0

    @property
    def is_experienced(self) -> bool:
        return self.worked_ever >= EXPERIENCED


class Team(NamedTuple):
    """Whom to ask, in the order chosen."""

    expert_ids: tuple[int, ...]
    keeps_pair_rule: bool


def member(expert: ExpertFacts, *, points: int, worked_ever: int) -> Member:
    return Member(
        expert.id,
        points,
        worked_ever,
        frozenset(offered.perspective for offered in expert.themes),
        expert.age_band,
        expert.group,
    )


def suggest(order: Sequence[Member], seats: int, *, already: Sequence[Member] = ()) -> Team:
    """The first in order, but among those with nearly as many points whoever differs most.

    order    by points, most first
    already  who holds a seat of the same team
    The pair rule gives way only where no team of this size could keep it, and for a single seat.
    """
    alone = seats + len(already) < 2
    team = _pick(order, seats, already, pairs=not alone)
    if len(team) < min(seats, len(order)):
        team = _pick(order, seats, already, pairs=False)
    keeps = alone or keeps_pair_rule([*already, *team])
    return Team(tuple(each.expert_id for each in team), keeps)


def keeps_pair_rule(team: Iterable[Member]) -> bool:
    """Each first-timer has an experienced one of her own."""
    members = list(team)
    return _lacking(members) <= 0


def _pick(
    order: Sequence[Member], seats: int, already: Sequence[Member], *, pairs: bool
) -> list[Member]:
    team: list[Member] = []
    left = list(order)
    while left and len(team) < seats:
        more = min(seats - len(team), len(left)) - 1
        fitting = [
            each
            for each in left
            if not pairs or _can_be_completed([*already, *team, each], _without(left, each), more)
        ]
        if not fitting:
            break
        near = [each for each in fitting if each.points * _NEAR >= fitting[0].points * (_NEAR - 1)]
        chosen = max(near, key=lambda each: _news(each, [*already, *team]))
        team.append(chosen)
        left = _without(left, chosen)
    return team


def _can_be_completed(team: Sequence[Member], left: Sequence[Member], more: int) -> bool:
    """Whether `more` of those left can join so that the pair rule holds: experienced ones first."""
    experienced = min(more, sum(each.is_experienced for each in left))
    first_timers = sum(each.is_first_timer for each in left)
    others = len(left) - first_timers - sum(each.is_experienced for each in left)
    forced = max(0, more - experienced - others)
    return _lacking(team) + forced <= experienced


def _lacking(team: Sequence[Member]) -> int:
    """How many experienced ones are missing."""
    return sum(each.is_first_timer for each in team) - sum(each.is_experienced for each in team)


def _news(one: Member, team: Sequence[Member]) -> int:
    """How many perspectives, age bands and groups she brings that nobody has yet."""
    brought = {*one.perspectives, one.age_band, one.group} - {None}
    known = {each for other in team for each in (*other.perspectives, other.age_band, other.group)}
    return len(brought - known)


def _without(members: Sequence[Member], one: Member) -> list[Member]:
    return [each for each in members if each.expert_id != one.expert_id]
