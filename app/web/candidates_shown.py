"""What of a ranking is shown: the first of the order, some of those left out, and who would be
added if one of the reasons were set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.columns.ranking import Ranked
from scheduling.matching import Candidate
from scheduling.reasons import SET_ASIDE, TRIED, Against, Reason

MOST_SHOWN = 50  # people in the order, and of each reason


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """For one reason: `count` people, some of them, and how many have no other reason.

    added   those who would be asked without it, in order; none unless this one is looked at
    """

    code: Against
    count: int
    people: Sequence[tuple[int, Reason]]
    adds: int
    added: Sequence[Candidate]
    may_be_set_aside: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """`count` may be asked; the first of them are `order`."""

    count: int
    order: Sequence[Candidate]
    left_out: Sequence[LeftOut]
    without: LeftOut | None

    @classmethod
    def of(cls, ranking: Ranked, without: str | None = None) -> "Shown":
        """without   the reason that is set aside to see what it would bring"""
        left_out = [
            _left_out(ranking, code, is_tried=code == without)
            for code in Against
            if ranking.counts.get(code)
        ]
        return cls(
            count=len(ranking),
            order=ranking.first(MOST_SHOWN),
            left_out=left_out,
            without=next((each for each in left_out if each.code == without and each.adds), None),
        )

    def choosable(self) -> list[int]:
        """Ids in order, those added by what is set aside last."""
        in_order = [*self.order, *(self.without.added if self.without else ())]
        return [each.expert_id for each in in_order]

    def everybody(self) -> set[int]:
        """Ids of all who are named."""
        out = (expert_id for each in self.left_out for expert_id, _ in each.people)
        return {*self.choosable(), *out}


def _left_out(ranking: Ranked, code: Against, *, is_tried: bool) -> LeftOut:
    adds = ranking.adds.get(code, 0) if code in TRIED else 0
    return LeftOut(
        code=code,
        count=ranking.counts[code],
        people=[
            (each.expert_id, next(reason for reason in each.reasons if reason.code == code))
            for each in ranking.left_out(code, MOST_SHOWN)
        ],
        adds=adds,
        added=ranking.relaxed(code, MOST_SHOWN) if is_tried and adds else (),
        may_be_set_aside=code in SET_ASIDE,
    )
