"""Whose turn it is when somebody is given a seat: against the order only with a reason."""

from collections.abc import Collection
from dataclasses import dataclass

from app.now import today
from app.readings.suggest_team import suggested_team
from app.storage import candidates, offers
from app.storage.assignments import Assignment
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.use_cases.seats import OutOfTurn
from app.use_cases.send_offers import TurnReasonNeeded
from scheduling.kinds import TurnReason
from scheduling.lifecycle import OPEN_OFFER
from scheduling.sharing import is_out_of_turn


def tried(request_id: int) -> set[int]:
    """Who has been rung for it, reached or not: going on to the next passes nobody over."""
    return {each.expert_id for each in offers.calls_of(request_id)}


@dataclass(frozen=True)
class Turn:
    """Whether somebody is passed over, looked at before the seat is given; `why` if told."""

    passes_over: bool
    why: OutOfTurn | None

    def refuse_unexplained(self) -> None:
        """Once the seat is given: what nobody may be booked against is told first.

        Raises TurnReasonNeeded.
        """
        if self.passes_over and self.why is None:
            raise TurnReasonNeeded


def turn_of(
    request: ExpertRequest,
    chosen: Collection[int],
    *,
    occasion: Occasion | None = None,
    instead_of: Assignment | None = None,
    reason: TurnReason | None = None,
    note: str | None = None,
) -> Turn:
    """Who has an open invitation to the request passes nobody over, nor does a suggested team."""
    asked = {each.expert_id for each in offers.of_request(request.id) if each.state in OPEN_OFFER}
    wanted, rung = set(chosen) - asked, tried(request.id)
    ranking = candidates.ranking(request, today=today(), occasion=occasion)
    if not is_out_of_turn(wanted, ranking.ids.tolist(), rung):
        return Turn(passes_over=False, why=None)
    if occasion is not None:
        team = suggested_team(occasion, ranking, instead_of=instead_of, tried=rung - wanted)
        if wanted <= set(team.expert_ids):
            return Turn(passes_over=False, why=None)
    return Turn(passes_over=True, why=OutOfTurn(reason, note) if reason else None)
