"""A team for several seats: a first-timer goes with an experienced one, and not all are alike."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from scheduling.facts import ExpertFacts
from scheduling.kinds import AgeBand, Perspective

EXPERIENCED = 3  # times worked ever, where enough people have as many
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


def experienced_from(worked_ever: Collection[int], *, enough: int) -> int:
    """How many times worked make somebody experienced among these people.

    enough   how many experienced ones may be needed at once
    In a young registry hardly anybody has worked three times. Were that asked all the same, those
    who have been there once would go again and again, and the new wait for company that there is
    not. So there fewer times will do: whoever has worked most counts as experienced.
    """
    for times in range(EXPERIENCED, 1, -1):
        if sum(each >= times for each in worked_ever) >= enough:
            return times
    return 1


def suggest(order: Sequence[Member], seats: int, *, already: Sequence[Member] = ()) -> Team:
    """The first in order, but among those with nearly as many points whoever differs most.

    order    by points, most first
    already  who holds a seat of the same team
    The pair rule gives way only where no team of this size could keep it, and for a single seat.
    """
    size = seats + len(already)
    known = [each.worked_ever for each in (*already, *order)]
    pairs = _Pairs(experienced_from(known, enough=size // 2)) if size > 1 else None
    team = _pick(order, seats, already, pairs)
    if len(team) < min(seats, len(order)):
        team = _pick(order, seats, already, None)
    keeps = pairs is None or pairs.kept_by([*already, *team])
    return Team(tuple(each.expert_id for each in team), keeps)


class _Pairs(NamedTuple):
    """Each first-timer has an experienced one of her own: one with so many times."""

    experienced_from: int

    def kept_by(self, team: Sequence[Member]) -> bool:
        return self._lacking(team) <= 0

    def can_be_kept(self, team: Sequence[Member], left: Sequence[Member], more: int) -> bool:
        """Whether `more` of those left can join so that it holds: experienced ones first."""
        ready = self._experienced(left)
        first_timers = sum(each.is_first_timer for each in left)
        others = len(left) - first_timers - ready
        experienced = min(more, ready)
        forced = max(0, more - experienced - others)
        return self._lacking(team) + forced <= experienced

    def _experienced(self, members: Sequence[Member]) -> int:
        return sum(each.worked_ever >= self.experienced_from for each in members)

    def _lacking(self, team: Sequence[Member]) -> int:
        """How many experienced ones are missing."""
        return sum(each.is_first_timer for each in team) - self._experienced(team)


def _pick(
    order: Sequence[Member], seats: int, already: Sequence[Member], pairs: _Pairs | None
) -> list[Member]:
    team: list[Member] = []
    left = list(order)
    while left and len(team) < seats:
        more = min(seats - len(team), len(left)) - 1
        fitting = [
            each
            for each in left
            if not pairs or pairs.can_be_kept([*already, *team, each], _without(left, each), more)
        ]
        if not fitting:
            break
        near = [each for each in fitting if each.points * _NEAR >= fitting[0].points * (_NEAR - 1)]
        chosen = max(near, key=lambda each: _news(each, [*already, *team]))
        team.append(chosen)
        left = _without(left, chosen)
    return team


def _news(one: Member, team: Sequence[Member]) -> int:
    """How many perspectives, age bands and groups she brings that nobody has yet."""
    brought = {*one.perspectives, one.age_band, one.group} - {None}
    known = {each for other in team for each in (*other.perspectives, other.age_band, other.group)}
    return len(brought - known)


def _without(members: Sequence[Member], one: Member) -> list[Member]:
    return [each for each in members if each.expert_id != one.expert_id]
