"""Whom the coordinator rings: again as agreed, next in turn, or about a yes without a seat."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from app.database import current_organisation, db
from app.storage.offers import Call, Offer, OfferRound
from app.storage.requests import ExpertRequest
from scheduling.lifecycle import OPEN_OFFER, RequestState
from scheduling.offers import CallResult, Mode


def to_ring_again() -> list[Call]:
    """Newest calls that ended with a time to ring again, of requests still looked for, by it."""
    newest = (
        select(Call.id)
        .where(Call.organisation_id == current_organisation())
        .ext(distinct_on(Call.request_id, Call.expert_id))
        .order_by(Call.request_id, Call.expert_id, Call.id.desc())
        .subquery()
    )
    question = (
        select(Call)
        .join(newest, newest.c.id == Call.id)
        .join(Call.request)
        .where(
            Call.organisation_id == current_organisation(),
            Call.result == CallResult.RING_AGAIN,
            ExpertRequest.state == RequestState.MATCHING,
        )
        .options(joinedload(Call.expert), joinedload(Call.request).joinedload(ExpertRequest.unit))
        .order_by(Call.ring_again_at, Call.id)
    )
    return list(db.session.scalars(question))


def going_on_in_turn() -> list[ExpertRequest]:
    """Requests looked for whose newest sending goes in turn, oldest first."""
    newest = (
        select(OfferRound.request_id, OfferRound.mode)
        .where(OfferRound.organisation_id == current_organisation())
        .ext(distinct_on(OfferRound.request_id))
        .order_by(OfferRound.request_id, OfferRound.id.desc())
        .subquery()
    )
    question = (
        select(ExpertRequest)
        .join(newest, newest.c.request_id == ExpertRequest.id)
        .where(
            ExpertRequest.organisation_id == current_organisation(),
            ExpertRequest.state == RequestState.MATCHING,
            newest.c.mode == Mode.IN_TURN,
        )
        .options(joinedload(ExpertRequest.unit))
        .order_by(ExpertRequest.sent_at, ExpertRequest.id)
    )
    return list(db.session.scalars(question))


def yes_without_a_seat() -> list[Offer]:
    """Said yes where many were asked, but could not be booked when the seats were shared."""
    question = (
        select(Offer)
        .join(
            OfferRound,
            (OfferRound.organisation_id == Offer.organisation_id)
            & (OfferRound.id == Offer.round_id),
        )
        .where(
            Offer.organisation_id == current_organisation(),
            Offer.state.in_(OPEN_OFFER),
            Offer.said_yes_at.is_not(None),
            OfferRound.decided_at.is_not(None),
        )
        .options(joinedload(Offer.expert), joinedload(Offer.request).joinedload(ExpertRequest.unit))
    )
    return list(db.session.scalars(question.order_by(Offer.id)))
