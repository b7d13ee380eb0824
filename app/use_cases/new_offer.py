"""One offer: an occasion with what is promised for it, made by a sending or by a call."""

from collections.abc import Iterable
from datetime import datetime

from app.access import Actor
from app.database import Refusal
from app.gateways import mail, public_links, queue
from app.now import now
from app.readings import expect_pay
from app.storage import candidates, changes, experts, occasions, offers, tables
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.links import LinkKind
from app.storage.occasions import Occasion
from app.storage.offers import Offer, OfferRound
from app.storage.requests import ExpertRequest
from scheduling.kinds import Channel, TurnReason
from scheduling.lifecycle import OPEN_OFFER, OfferState, RequestState
from scheduling.obstacles import free_occasions, obstacles
from scheduling.offers import Mode, expires_at, how_many_now, send_at
from scheduling.reasons import SET_ASIDE
from scheduling.sharing import SHARED, when_shared


class NotMatching(Refusal):
    """The request is not at the stage where people are looked for."""

    code = "not_matching"


class NothingToOffer(Refusal):
    """No occasion has a free seat."""

    code = "nothing_to_offer"


def open_times(request: ExpertRequest) -> list[Occasion]:
    """Occasions with a free seat. Raises NotMatching, NothingToOffer."""
    if request.state != RequestState.MATCHING:
        raise NotMatching
    times = [each for each in occasions.of_request(request.id) if each.free_seats > 0]
    if not times:
        raise NothingToOffer
    return times


def start_round(
    request: ExpertRequest,
    mode: Mode,
    *,
    by: Actor,
    wave: int | None = None,
    chosen_ids: Iterable[int] = (),
    turn_reason: TurnReason | None = None,
    turn_note: str | None = None,
) -> OfferRound:
    return tables.add(
        OfferRound(
            request_id=request.id,
            mode=mode,
            wave=wave if mode == Mode.WAVES else None,
            chosen_ids=list(chosen_ids),
            sent_by=by.user_id,
            sent_at=now(),
            turn_reason=turn_reason,
            turn_note=turn_note,
        )
    )


def first_of(
    request: ExpertRequest, times: Iterable[Occasion], sending: OfferRound, order: Iterable[int]
) -> list[int]:
    """Those of the order who get their invitation now, as the mode of the sending says."""
    turns = list(order)
    waiting = {each.expert_id for each in offers.of_request(request.id) if each.state in OPEN_OFFER}
    now_asked = how_many_now(
        sending.mode,
        free_seats=max((each.free_seats for each in times), default=0),
        open_offers=len(waiting),
        candidates=len(turns),
        wave=sending.wave,
    )
    return turns[:now_asked]


def invite(
    request: ExpertRequest,
    sending: OfferRound,
    times: Iterable[Occasion],
    expert_ids: Iterable[int],
    *,
    turns: list[int],
    by: Actor,
) -> None:
    """An offer for each of them and each time she could take; all told by her own channel.

    turns   the fair order, for the place that she has in it
    Raises TooSoonToWait.
    """
    people = [
        (experts.get(each), turns.index(each) + 1 if each in turns else 0) for each in expert_ids
    ]
    if sending.mode in SHARED and people:
        sending.decides_at = _when_shared(times, [expert for expert, _ in people])
        queue.later("share_seats_of", at=sending.decides_at, round_id=sending.id)
    for expert, place in people:
        made = [
            make_offer(
                request,
                sending,
                occasion,
                expert,
                by=by,
                position=place,
                ends_at=sending.decides_at,
            )
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
                decides_at=sending.decides_at,
                link=public_links.url_to(LinkKind.OFFER, made[0].id),
            )


def make_offer(
    request: ExpertRequest,
    sending: OfferRound,
    occasion: Occasion,
    expert: Expert,
    *,
    by: Actor,
    position: int = 1,
    channel: Channel | None = None,
    ends_at: datetime | None = None,
) -> Offer:
    """One occasion offered, with what is promised for it.

    ends_at   the same for everybody where the seats are shared; None: by her channel
    """
    promised = expect_pay.expected(expert=expert, request=request, occasion=occasion)
    sent_at, way = send_at(now()), channel or channel_of(expert)
    offer = tables.add(
        Offer(
            round_id=sending.id,
            request_id=request.id,
            occasion_id=occasion.id,
            expert_id=expert.id,
            channel=way,
            position=position,
            sent_at=now(),
            expires_at=ends_at or expires_at(sent_at, way, starts_at=occasion.starts_at),
            fee_cents=promised.fee_cents,
            travel_cents=promised.travel_cents,
            preparation_minutes=promised.preparation_minutes,
            pay_on=promised.pay_on,
            gross_in_month_cents=promised.gross_in_month_cents,
            fee_most_cents=promised.fee_most_cents,
            foreseen=promised.foreseen,
        )
    )
    changes.note(Subject.OFFER, offer.id, OfferState.SENT, by=by)
    return offer


def channel_of(expert: Expert) -> Channel:
    """As she has wished; without an e-mail address by phone."""
    return expert.channel if expert.email or expert.channel != Channel.EMAIL else Channel.PHONE


def _times_free(
    request: ExpertRequest, times: Iterable[Occasion], expert: Expert
) -> list[Occasion]:
    """Those she could take; those she wishes not to when she is asked for them on purpose."""
    facts = candidates.facts_of_request(request)
    person = candidates.facts_of_experts(facts.occasions, only=[expert.id])[0]
    free = set(free_occasions(person, facts)) or {
        each for each in facts.occasions if SET_ASIDE.issuperset(obstacles(person, facts, each))
    }
    return [each for each in times if each.during is None or each.during in free]


def _when_shared(times: Iterable[Occasion], people: list[Expert]) -> datetime:
    sent_at = send_at(now())
    ends = [expires_at(sent_at, channel_of(each)) for each in people]
    first = min((each.starts_at for each in times if each.starts_at), default=None)
    return when_shared(now(), ends, first)
