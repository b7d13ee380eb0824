"""Whom to take together for the free seats of an occasion, or in the place of one. Reads only."""

from collections.abc import Collection, Sequence

from app.now import today
from app.storage import assignments, candidates
from app.storage.assignments import Assignment
from app.storage.occasions import Occasion
from scheduling.columns.ranking import Ranked
from scheduling.fairness import history
from scheduling.lifecycle import SEATED
from scheduling.team import Member, Team, member, suggest

LOOKED_AT = 50  # of the order; a team is not sought among hundreds


def suggested_team(
    occasion: Occasion,
    ranking: Ranked,
    *,
    instead_of: Assignment | None = None,
    tried: Collection[int] = (),
) -> Team:
    """A first-timer goes with an experienced one, also among those who have a seat already.

    instead_of   one stand-in is sought, and she herself is not counted
    tried        who was rung and is not asked again now
    """
    seats = 1 if instead_of else occasion.free_seats
    order = [each for each in ranking.first(LOOKED_AT) if each.expert_id not in tried]
    there = [
        each.expert_id
        for each in assignments.on_occasion(occasion.id)
        if each.state in SEATED and (instead_of is None or each.id != instead_of.id)
    ]
    if seats + len(there) < 2:
        return Team(tuple(each.expert_id for each in order[:seats]), keeps_pair_rule=True)
    points = {each.expert_id: each.points for each in order}
    return suggest(_members([*points], points), seats, already=_members(there, {}))


def _members(ids: Sequence[int], points: dict[int, int]) -> list[Member]:
    """In the order of `ids`."""
    people = {each.id: each for each in candidates.facts_of_experts(only=ids)}
    return [
        member(
            people[each],
            points=points.get(each, 0),
            worked_ever=history(people[each].past, today=today()).worked_ever,
        )
        for each in ids
        if each in people
    ]
