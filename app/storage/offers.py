"""Offers sent to candidates, one for each occasion; those of one sending share a round."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, exists, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal, tables
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from invoices.pricing.price import FeeChoice
from scheduling.kinds import Channel, OnBehalf, TurnReason
from scheduling.lifecycle import OPEN_OFFER, OfferState
from scheduling.offers import CallResult, Mode


class AlreadyAsked(Refusal):
    """The expert has an open offer for this occasion."""

    code = "already_asked"


class OfferRound(OfOrganisation, Base):
    """One sending: to whom was decided together, in the fair order or with a reason against it."""

    __tablename__ = "offer_rounds"
    __table_args__ = (
        belongs_to("expert_requests", "request_id"),
        CheckConstraint("wave > 0", name="wave_is_somebody"),
        CheckConstraint(
            "decided_at is null or decides_at is not null", name="decided_only_what_was_to_be"
        ),
        Index(None, "organisation_id", "request_id"),
    )

    request_id: Mapped[int]
    mode: Mapped[Mode]
    wave: Mapped[int | None]  # how many at a time, in waves
    # Experts, in the order they are asked in; those not asked yet come next.
    chosen_ids: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), default=list, info=personal.CHOSEN
    )
    decides_at: Mapped[datetime | None]  # when the seats are shared among those who said yes
    decided_at: Mapped[datetime | None]
    sent_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]
    turn_reason: Mapped[TurnReason | None]
    turn_note: Mapped[str | None] = mapped_column(info=personal.CHOSEN)


class Offer(OfOrganisation, Versioned, Base):
    """Keeps what was promised when it was sent: fee, travel, preparation, pay day."""

    __tablename__ = "offers"
    __table_args__ = (
        belongs_to("offer_rounds", "round_id"),
        belongs_to("expert_requests", "request_id"),
        belongs_to("occasions", "occasion_id"),
        belongs_to("experts", "expert_id"),
        CheckConstraint(
            "fee_cents >= 0 and travel_cents >= 0 and gross_in_month_cents >= 0",
            name="forecast_not_negative",
        ),
        CheckConstraint("fee_most_cents >= fee_cents", name="most_not_below_fee"),
        CheckConstraint(
            "said_yes_at is null or fee_choice is not null", name="yes_comes_with_a_fee_choice"
        ),
        Index(
            "one_open_offer",
            "organisation_id",
            "occasion_id",
            "expert_id",
            unique=True,
            postgresql_where="state in ('sent', 'seen', 'asks_first')",
        ),
        Index(None, "organisation_id", "expert_id", "sent_at"),
        Index(None, "organisation_id", "request_id"),
    )

    round_id: Mapped[int]
    request_id: Mapped[int]
    occasion_id: Mapped[int]
    expert_id: Mapped[int]
    channel: Mapped[Channel]
    state: Mapped[OfferState] = mapped_column(default=OfferState.SENT)
    position: Mapped[int] = mapped_column(default=1)  # place in the fair order when sent
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    said_yes_at: Mapped[datetime | None]  # a yes that waits while the seats are not shared yet
    fee_choice: Mapped[FeeChoice | None]  # given with that yes
    pay_from: Mapped[date | None]  # given with that yes; goes on to the assignment
    answered_at: Mapped[datetime | None]
    answered_how: Mapped[OnBehalf | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    fee_cents: Mapped[int]
    travel_cents: Mapped[int]
    preparation_minutes: Mapped[int]
    pay_on: Mapped[date | None]  # none: the pay calendar does not reach so far
    gross_in_month_cents: Mapped[int]  # expected in that payment month, this offer included
    # More than the fee where the sum is agreed for each assignment; none: as the fee.
    fee_most_cents: Mapped[int | None]
    # How the fee comes about: parts with their steps, and codes of what is not known.
    foreseen: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, info=personal.PAY)

    request: Mapped[ExpertRequest] = relationship(viewonly=True)
    occasion: Mapped[Occasion] = relationship(viewonly=True)
    expert: Mapped[Expert] = relationship(viewonly=True)


refused_by("one_open_offer", AlreadyAsked)


class Call(OfOrganisation, Base):
    """One attempt of a call round. "Not reached" is not "asked"."""

    __tablename__ = "calls"
    __table_args__ = (
        belongs_to("expert_requests", "request_id"),
        belongs_to("experts", "expert_id"),
        Index(None, "organisation_id", "request_id"),
    )

    request_id: Mapped[int]
    expert_id: Mapped[int]
    result: Mapped[CallResult]
    called_at: Mapped[datetime]
    called_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ring_again_at: Mapped[datetime | None]

    request: Mapped[ExpertRequest] = relationship(viewonly=True)
    expert: Mapped[Expert] = relationship(viewonly=True)


def get(offer_id: int, *, lock: bool = False) -> Offer:
    """Raises Missing."""
    return tables.get(Offer, offer_id, lock=lock)


def of_sending(round_id: int, expert_id: int) -> list[Offer]:
    """All occasions one expert was asked for in one sending, in order of time."""
    together = select(Offer).where(
        Offer.organisation_id == current_organisation(),
        Offer.round_id == round_id,
        Offer.expert_id == expert_id,
    )
    return list(db.session.scalars(together.order_by(Offer.id)))


def of_request(request_id: int) -> list[Offer]:
    """In the order sent."""
    theirs = select(Offer).where(
        Offer.organisation_id == current_organisation(), Offer.request_id == request_id
    )
    return list(db.session.scalars(theirs.order_by(Offer.sent_at, Offer.position, Offer.id)))


def open_for(occasion_id: int) -> list[Offer]:
    """Those still to be answered, locked, in the order sent."""
    waiting = select(Offer).where(
        Offer.organisation_id == current_organisation(),
        Offer.occasion_id == occasion_id,
        Offer.state.in_(OPEN_OFFER),
    )
    locked = waiting.order_by(Offer.id).with_for_update()
    return list(db.session.scalars(locked.execution_options(populate_existing=True)))


def of_round(round_id: int, *, lock: bool = False) -> list[Offer]:
    """Everybody's of one sending."""
    together = select(Offer).where(
        Offer.organisation_id == current_organisation(), Offer.round_id == round_id
    )
    if lock:
        together = together.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(together.order_by(Offer.id)))


def get_round(round_id: int, *, lock: bool = False) -> OfferRound:
    """Raises Missing."""
    return tables.get(OfferRound, round_id, lock=lock)


def to_share(moment: datetime) -> list[OfferRound]:
    """Sendings whose seats should have been shared by now, oldest first."""
    due = select(OfferRound).where(
        OfferRound.organisation_id == current_organisation(),
        OfferRound.decides_at <= moment,
        OfferRound.decided_at.is_(None),
    )
    return list(db.session.scalars(due.order_by(OfferRound.decides_at, OfferRound.id)))


def rounds_of(request_id: int) -> list[OfferRound]:
    """In the order sent."""
    theirs = select(OfferRound).where(
        OfferRound.organisation_id == current_organisation(), OfferRound.request_id == request_id
    )
    return list(db.session.scalars(theirs.order_by(OfferRound.id)))


def newest_round(request_id: int) -> OfferRound | None:
    theirs = select(OfferRound).where(
        OfferRound.organisation_id == current_organisation(), OfferRound.request_id == request_id
    )
    return db.session.scalar(theirs.order_by(OfferRound.id.desc()).limit(1))


def run_out(moment: datetime) -> list[Offer]:
    """Unanswered although their time has ended, oldest first; not where seats are to be shared."""
    undecided = exists().where(
        OfferRound.organisation_id == Offer.organisation_id,
        OfferRound.id == Offer.round_id,
        OfferRound.decides_at.is_not(None),
        OfferRound.decided_at.is_(None),
    )
    late = select(Offer).where(
        Offer.organisation_id == current_organisation(),
        Offer.state.in_((OfferState.SENT, OfferState.SEEN)),
        Offer.said_yes_at.is_(None),
        Offer.expires_at <= moment,
        ~undecided,
    )
    return list(db.session.scalars(late.order_by(Offer.id)))


def open_of_expert(expert_id: int) -> list[Offer]:
    """Those she has not answered, the one that ends first on top."""
    hers = select(Offer).where(
        Offer.organisation_id == current_organisation(),
        Offer.expert_id == expert_id,
        Offer.state.in_(OPEN_OFFER),
    )
    return list(db.session.scalars(hers.order_by(Offer.expires_at, Offer.id)))


def calls_of(request_id: int) -> list[Call]:
    """Newest first."""
    made = select(Call).where(
        Call.organisation_id == current_organisation(), Call.request_id == request_id
    )
    return list(db.session.scalars(made.order_by(Call.id.desc())))
