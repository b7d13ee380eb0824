"""Inviting: one sending to chosen people, each occasion an offer that keeps what it promised."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import Actor
from app.database import Refusal, transaction
from app.now import today
from app.storage import candidates, offers, requests
from app.storage.offers import OfferRound
from app.use_cases.new_offer import first_of, invite, open_times, start_round
from scheduling.columns.ranking import Ranked
from scheduling.kinds import TurnReason
from scheduling.offers import Mode
from scheduling.reasons import SET_ASIDE
from scheduling.sharing import is_out_of_turn


class NotACandidate(Refusal):
    """A rule leaves one of the chosen out."""

    code = "not_a_candidate"


class TurnReasonNeeded(Refusal):
    """Somebody whose turn is later was chosen without saying why."""

    code = "turn_reason_needed"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Whom to ask, how, and why out of turn if so.

    wave   how many at a time, in waves
    """

    expert_ids: Sequence[int]
    mode: Mode
    wave: int | None = None
    turn_reason: TurnReason | None = None
    turn_note: str | None = None


def send_offers(*, by: Actor, request_id: int, choice: Choice) -> OfferRound:
    """Invite the chosen in fair order, as many at once as the mode allows.

    A call round makes no offers: each is made when its call is answered.
    Raises Missing, NotMatching, NothingToOffer, NotACandidate, TurnReasonNeeded, AlreadyAsked,
    TooSoonToWait.
    """
    with transaction():
        request = requests.get(request_id, lock=True)
        times = open_times(request)
        order = candidates.ranking(request, today=today())
        turns = order.ids.tolist()
        _refuse_unfair(request_id, order, turns, choice)
        chosen = [each for each in turns if each in choice.expert_ids]
        chosen += [each for each in choice.expert_ids if each not in turns]
        sending = start_round(
            request,
            choice.mode,
            by=by,
            wave=choice.wave,
            chosen_ids=chosen,
            turn_reason=choice.turn_reason,
            turn_note=choice.turn_note,
        )
        if choice.mode != Mode.CALL_ROUND:
            asked = first_of(request, times, sending, chosen)
            invite(request, sending, times, asked, turns=turns, by=by)
    return sending


def _refuse_unfair(request_id: int, order: Ranked, turns: list[int], choice: Choice) -> None:
    """Out of turn only with a reason, and so whom one rule leaves out that may be set aside."""
    chosen, more = set(choice.expert_ids), order.why_not(choice.expert_ids)
    if any(len(each.reasons) > 1 or each.reasons[0].code not in SET_ASIDE for each in more):
        raise NotACandidate
    if chosen - {each.expert_id for each in more} - set(turns):
        raise NotACandidate
    rung = {each.expert_id for each in offers.calls_of(request_id)}
    passed_over = is_out_of_turn(chosen, turns, rung)
    if passed_over and choice.turn_reason is None and choice.mode != Mode.CALL_ROUND:
        raise TurnReasonNeeded
