"""The rows of a list to ring through: who, why in this place, and what each would be promised."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.readings import earnings_guard, expect_pay
from app.readings.expectation import Expectation
from app.readings.suggest_team import LOOKED_AT
from app.storage import experts, offers
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.offers import Call
from app.storage.requests import ExpertRequest
from scheduling.columns.ranking import Ranked
from scheduling.reasons import Reason
from scheduling.sharing import is_out_of_turn

SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """
    passes_over      somebody before her has not been rung yet
    makes_the_team   she comes before her turn, so that the pair rule holds
    """

    place: int
    person: Expert
    reasons: Sequence[Reason]
    last: Call | None
    passes_over: bool
    makes_the_team: bool
    asked: ExpertRequest
    times: Sequence[Occasion]

    def promises(self) -> Iterator[tuple[Occasion, Expectation]]:
        for occasion in self.times:
            yield (
                occasion,
                expect_pay.expected(expert=self.person, request=self.asked, occasion=occasion),
            )


def call_rows(
    asked: ExpertRequest,
    times: Sequence[Occasion],
    ranking: Ranked,
    *,
    first: Collection[int] = (),
) -> list[CallRow]:
    """Those not rung yet in their order, then by the moment to ring again.

    first   who comes before the others, so that the pair rule holds
    """
    latest = {each.expert_id: each for each in reversed(offers.calls_of(asked.id))}
    order = ranking.first(max(SHOWN + len(latest), LOOKED_AT if first else 0))
    turns = [each.expert_id for each in order]
    order.sort(key=lambda each: (_when(latest.get(each.expert_id)), each.expert_id not in first))
    to_ring = earnings_guard.marked(order[:SHOWN], asked, times)
    people = experts.by_id([each.expert_id for each in to_ring])
    return [
        CallRow(
            place=turns.index(each.expert_id) + 1,
            person=people[each.expert_id],
            reasons=each.reasons,
            last=latest.get(each.expert_id),
            makes_the_team=each.expert_id in first and each.expert_id != turns[0],
            passes_over=each.expert_id not in first
            and is_out_of_turn([each.expert_id], turns, latest),
            asked=asked,
            times=times,
        )
        for each in to_ring
    ]


def _when(call: Call | None) -> float:
    if call is None:
        return 0
    return (call.ring_again_at or call.called_at).timestamp()
