"""Plans of a period: a proposal for every open place, what was said of it, and what was sent."""

from datetime import date, datetime
from enum import StrEnum
from math import ceil
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from app.database import Base, Missing, current_organisation, db
from app.storage import personal, tables
from app.storage.experts import Expert
from app.storage.offers import OfferRound
from app.storage.requests import ExpertRequest
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from scheduling.kinds import TurnReason
from scheduling.lifecycle import PlanState
from scheduling.reasons import Because, Reason


class Mark(StrEnum):
    """What the coordinator has said of one place."""

    LOCKED = "locked"  # the proposal is good
    CHOSEN = "chosen"  # somebody else, with a reason
    EMPTY = "empty"  # nobody for now


class Plan(OfOrganisation, Versioned, Base):
    """`proof` holds what the plan was made of, as far as it can be checked again later."""

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="ends_after_it_begins"),
        CheckConstraint("filled between 0 and most", name="filled_at_most_what_can_be"),
        CheckConstraint("most <= places", name="most_within_places"),
        CheckConstraint("value <= bound", name="worth_at_most_its_bound"),
        CheckConstraint("(state = 'sent') = (sent_at is not null)", name="sent_has_its_moment"),
        Index(None, "organisation_id", "made_at"),
    )

    first_on: Mapped[date]
    last_on: Mapped[date]
    state: Mapped[PlanState] = mapped_column(default=PlanState.PROPOSAL)
    places: Mapped[int]  # to be filled
    filled: Mapped[int]
    most: Mapped[int]  # no plan fills more
    waiting: Mapped[int]  # places left to those who were asked already
    value: Mapped[int]
    bound: Mapped[int]  # no plan is worth more
    milliseconds: Mapped[int]
    advice: Mapped[list[Any]] = mapped_column(JSONB, info=personal.CHOSEN)
    proof: Mapped[dict[str, Any]] = mapped_column(JSONB, info=personal.CHOSEN)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # of a large one while a job works it out
    trouble: Mapped[str | None]  # the code of the refusal that job ended with

    @property
    def is_made(self) -> bool:
        return bool(self.proof)

    @property
    def is_being_made(self) -> bool:
        return self.asked_at is not None and self.state is PlanState.PROPOSAL

    @property
    def gap(self) -> float:
        """At most this share better is possible."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def gap_in_percent(self) -> int:
        """Hundredths of a per cent, rounded up, so that what is said holds."""
        return ceil(self.gap * 10_000)

    @property
    def seconds(self) -> float:
        return self.milliseconds / 1000


class PlanPlace(OfOrganisation, Base):
    """One place: somebody for all of its occasions, or nobody and why."""

    __tablename__ = "plan_places"
    __table_args__ = (
        belongs_to("plans", "plan_id"),
        belongs_to("expert_requests", "request_id"),
        belongs_to("experts", "expert_id"),
        belongs_to("experts", "runner_up_id"),
        belongs_to("offer_rounds", "round_id"),
        UniqueConstraint("organisation_id", "plan_id", "request_id", "occasion_ids", "number"),
        CheckConstraint("mark <> 'chosen' or turn_reason is not null", name="choice_has_a_reason"),
        CheckConstraint("mark <> 'empty' or expert_id is null", name="empty_is_nobody"),
    )

    plan_id: Mapped[int]
    request_id: Mapped[int]
    occasion_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), info=personal.CHOSEN)
    number: Mapped[int]  # of those alike
    starts_at: Mapped[datetime | None]  # the first time; None: a task
    due_on: Mapped[date | None]
    expert_id: Mapped[int | None]
    runner_up_id: Mapped[int | None]
    points: Mapped[int | None]  # for machines
    before: Mapped[int] = mapped_column(default=0)  # earlier in the fair order, and of them
    elsewhere: Mapped[int] = mapped_column(default=0)  # those who have another seat here
    reasons: Mapped[list[Any]] = mapped_column(JSONB, default=list, info=personal.CHOSEN)
    empty: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), info=personal.CHOSEN
    )
    mark: Mapped[Mark | None]
    barred_ids: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), default=list, info=personal.CHOSEN
    )
    turn_reason: Mapped[TurnReason | None]
    turn_note: Mapped[str | None] = mapped_column(info=personal.CHOSEN)
    round_id: Mapped[int | None]  # the sending it became
    left_out: Mapped[list[str]] = mapped_column(  # why it was not sent after all
        ARRAY(Text), default=list, info=personal.CHOSEN
    )

    request: Mapped[ExpertRequest] = relationship(viewonly=True)
    expert: Mapped[Expert | None] = relationship(
        viewonly=True,
        primaryjoin="and_(foreign(PlanPlace.organisation_id) == Expert.organisation_id,"
        " foreign(PlanPlace.expert_id) == Expert.id)",
    )
    runner_up: Mapped[Expert | None] = relationship(
        viewonly=True,
        primaryjoin="and_(foreign(PlanPlace.organisation_id) == Expert.organisation_id,"
        " foreign(PlanPlace.runner_up_id) == Expert.id)",
    )
    sending: Mapped[OfferRound | None] = relationship(viewonly=True)

    @property
    def speaks_for(self) -> list[Reason]:
        """Why she, as it was when it was planned."""
        return [Reason(Because(code), values) for code, values in self.reasons]


def get(plan_id: int, *, lock: bool = False) -> Plan:
    """Raises Missing."""
    return tables.get(Plan, plan_id, lock=lock)


def touch(plan: Plan) -> None:
    """What is said of a place changes its plan: whoever looked before looks again."""
    flag_modified(plan, "first_on")


def newest() -> list[Plan]:
    """Newest first, the dropped ones left out."""
    kept = select(Plan).where(
        Plan.organisation_id == current_organisation(), Plan.state != PlanState.DROPPED
    )
    return list(db.session.scalars(kept.order_by(Plan.id.desc())))


def find_proposal(first: date, last: date) -> Plan | None:
    """Of just these days, the newest one that is neither sent nor dropped."""
    open_ones = select(Plan).where(
        Plan.organisation_id == current_organisation(),
        Plan.state == PlanState.PROPOSAL,
        Plan.first_on == first,
        Plan.last_on == last,
    )
    return db.session.scalar(open_ones.order_by(Plan.id.desc()).limit(1))


def places_of(plan_id: int) -> list[PlanPlace]:
    """In order of time."""
    theirs = select(PlanPlace).where(
        PlanPlace.organisation_id == current_organisation(), PlanPlace.plan_id == plan_id
    )
    in_time = theirs.order_by(
        PlanPlace.starts_at, PlanPlace.due_on, PlanPlace.request_id, PlanPlace.number, PlanPlace.id
    )
    return list(db.session.scalars(in_time))


def get_place(plan_id: int, place_id: int) -> PlanPlace:
    """Raises Missing."""
    place = tables.get(PlanPlace, place_id)
    if place.plan_id != plan_id:
        raise Missing(PlanPlace.__name__, place_id)
    return place


def all_made() -> list[Plan]:
    """Oldest first; without those that a job has not worked out for the first time."""
    mine = select(Plan).where(Plan.organisation_id == current_organisation(), Plan.proof != {})
    return list(db.session.scalars(mine.order_by(Plan.id)))
