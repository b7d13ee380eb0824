"""One offer: an occasion with what is promised for it, made by a sending or by a call."""

from app.access import Actor
from app.database import Refusal
from app.now import now
from app.storage import changes, occasions, tables
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.offers import Offer, OfferRound
from app.storage.requests import ExpertRequest
from app.use_cases import expect_pay
from scheduling.kinds import Channel, OverrideReason
from scheduling.lifecycle import OfferState, RequestState
from scheduling.offers import Mode, expires_at, send_at


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
    override_reason: OverrideReason | None = None,
    override_note: str | None = None,
) -> OfferRound:
    return tables.add(
        OfferRound(
            request_id=request.id,
            mode=mode,
            sent_by=by.user_id,
            sent_at=now(),
            override_reason=override_reason,
            override_note=override_note,
        )
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
) -> Offer:
    """One occasion offered, with what is promised for it."""
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
            expires_at=expires_at(sent_at, way, starts_at=occasion.starts_at),
            fee_cents=promised.fee_cents,
            travel_cents=promised.travel_cents,
            preparation_minutes=promised.preparation_minutes,
            pay_on=promised.pay_on,
            gross_in_month_cents=promised.gross_in_month_cents,
        )
    )
    changes.note(Subject.OFFER, offer.id, OfferState.SENT, by=by)
    return offer


def channel_of(expert: Expert) -> Channel:
    """As she has wished; without an e-mail address by phone."""
    return expert.channel if expert.email or expert.channel != Channel.EMAIL else Channel.PHONE
