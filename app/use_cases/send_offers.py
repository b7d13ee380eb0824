"""Inviting: one sending to chosen people, each occasion an offer that keeps what it promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.access import Actor, Role
from app.database import Refusal, transaction
from app.gateways import mail, public_links
from app.now import now, today
from app.storage import candidates, experts, occasions, offers, requests, users
from app.storage.experts import Expert
from app.storage.links import LinkKind
from app.storage.occasions import Occasion
from app.storage.offers import OfferRound
from app.storage.requests import ExpertRequest
from app.use_cases.new_offer import make_offer, open_times, start_round
from scheduling.availability import Interval
from scheduling.kinds import OverrideReason
from scheduling.lifecycle import RequestState
from scheduling.matching import Ranking
from scheduling.obstacles import free_occasions
from scheduling.offers import CALL_ROUND_UNDER, Mode, how_many_now, send_at
from scheduling.reasons import Against

# Left out by themselves, not by a rule: they may be asked once more, with a reason.
ON_PURPOSE = {Against.DECLINED, Against.DID_NOT_ANSWER}


class NotACandidate(Refusal):
    """A rule leaves one of the chosen out."""

    code = "not_a_candidate"


class ReasonNeeded(Refusal):
    """Somebody whose turn is later was chosen without saying why."""

    code = "reason_needed"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Whom to ask, how, and why out of turn if so."""

    expert_ids: Sequence[int]
    mode: Mode
    override_reason: OverrideReason | None = None
    override_note: str | None = None


def send_offers(*, by: Actor, request_id: int, choice: Choice) -> OfferRound:
    """Invite the chosen in fair order, as many at once as the mode allows.

    A call round makes no offers: each is made when its call is answered.
    Raises Missing, NotMatching, NothingToOffer, NotACandidate, ReasonNeeded, AlreadyAsked.
    """
    with transaction():
        request = requests.get(request_id, lock=True)
        times = open_times(request)
        order = candidates.ranking(request, today=today())
        _refuse_unfair(order, choice)
        invited = _first_in_turn(request, times, order, choice)
        sending = start_round(
            request,
            choice.mode,
            by=by,
            override_reason=choice.override_reason,
            override_note=choice.override_note,
        )
        for expert_id in invited if choice.mode != Mode.CALL_ROUND else ():
            _invite(request, sending, times, expert_id, order=order, by=by)
    return sending


def invite_next(request_id: int) -> None:
    """Somebody said no or let the time run out: the next in turn is asked, if seats are free.

    Only when the newest sending goes in turn and there is still time for letters and thought.
    """
    with transaction():
        request = requests.get(request_id, lock=True)
        newest = offers.newest_round(request.id)
        if request.state != RequestState.MATCHING or newest is None or newest.mode != Mode.IN_TURN:
            return
        times = [each for each in occasions.of_request(request.id) if _may_wait(each)]
        order = candidates.ranking(request, today=today())
        choice = Choice(expert_ids=[each.expert_id for each in order.candidates], mode=Mode.IN_TURN)
        by = _sender(newest)
        for expert_id in _first_in_turn(request, times, order, choice) if times else ():
            _invite(request, newest, times, expert_id, order=order, by=by)


def _invite(
    request: ExpertRequest,
    sending: OfferRound,
    times: Iterable[Occasion],
    expert_id: int,
    *,
    order: Ranking,
    by: Actor,
) -> None:
    expert = experts.get(expert_id)
    place = next(
        (n for n, each in enumerate(order.candidates, 1) if each.expert_id == expert_id), 0
    )
    made = [
        make_offer(request, sending, occasion, expert, by=by, position=place)
        for occasion in _times_free(request, times, expert)
    ]
    if made:
        mail.tell_expert(
            expert,
            "offer",
            event=f"offer_sent:{made[0].id}",
            at=send_at(now()),
            request=request,
            offers=[(offer, occasions.get(offer.occasion_id)) for offer in made],
            link=public_links.url_to(LinkKind.OFFER, made[0].id),
        )


def _times_free(
    request: ExpertRequest, times: Iterable[Occasion], expert: Expert
) -> list[Occasion]:
    """Those she could take, her other promises and the way considered."""
    facts = candidates.facts_of_request(request)
    person = candidates.facts_of_experts(facts.occasions, only=[expert.id])[0]
    free = set(free_occasions(person, facts))
    return [
        each
        for each in times
        if each.starts_at is None
        or each.ends_at is None
        or Interval(each.starts_at, each.ends_at) in free
    ]


def _refuse_unfair(order: Ranking, choice: Choice) -> None:
    """Who is left out by a rule is never asked; out of turn only with a reason."""
    turns = [each.expert_id for each in order.candidates]
    chosen, more = set(choice.expert_ids), set()
    for left_out in order.excluded:
        if left_out.expert_id in chosen:
            if {reason.code for reason in left_out.reasons} - ON_PURPOSE:
                raise NotACandidate
            more.add(left_out.expert_id)
    if chosen - more - set(turns):
        raise NotACandidate
    out_of_turn = more or set(turns[: len(chosen)]) != chosen
    if out_of_turn and choice.override_reason is None and choice.mode != Mode.CALL_ROUND:
        raise ReasonNeeded


def _first_in_turn(
    request: ExpertRequest, times: Sequence[Occasion], order: Ranking, choice: Choice
) -> list[int]:
    turns = [each.expert_id for each in order.candidates if each.expert_id in choice.expert_ids]
    chosen = turns + [each for each in choice.expert_ids if each not in turns]
    waiting = {
        each.expert_id for each in offers.of_request(request.id) if each.state in offers.OPEN
    }
    now_asked = how_many_now(
        choice.mode,
        free_seats=max((each.free_seats for each in times), default=0),
        open_offers=len(waiting),
        candidates=len(chosen),
    )
    return chosen[:now_asked]


def _may_wait(occasion: Occasion) -> bool:
    soon = occasion.starts_at is not None and occasion.starts_at - now() < CALL_ROUND_UNDER
    return occasion.free_seats > 0 and not soon


def _sender(sending: OfferRound) -> Actor:
    user = users.get(sending.sent_by)
    return Actor(
        role=Role.COORDINATOR,
        organisation_id=sending.organisation_id,
        user_id=user.id,
        name=user.name,
    )
