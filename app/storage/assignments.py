"""Accepted offers and group bookings, occasion by occasion; the bookings that keep time unique."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, select, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal, tables
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.outcomes import Outcome
from app.storage.requests import ExpertRequest
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from invoices.payers import Payee, Payer
from invoices.pricing.price import FeeChoice
from scheduling.kinds import Attendance, CancelReason, OnBehalf, TurnReason
from scheduling.lifecycle import SEATED, AssignmentState


class DoubleBooked(Refusal):
    """The expert is promised elsewhere at that time, here or in another organisation."""

    code = "double_booked"


class AlreadyHasSeat(Refusal):
    code = "already_has_seat"


class Assignment(OfOrganisation, Versioned, Base):
    __tablename__ = "assignments"
    __table_args__ = (
        belongs_to("expert_requests", "request_id"),
        belongs_to("occasions", "occasion_id"),
        belongs_to("experts", "expert_id"),
        belongs_to("offers", "offer_id"),
        belongs_to("assignments", "replaces_id"),
        CheckConstraint(
            "minutes_before between 0 and 1440 and minutes_after between 0 and 1440",
            name="way_and_rest_within_a_day",
        ),
        CheckConstraint("agreed_cents >= 0", name="agreed_not_negative"),
        CheckConstraint(
            "not is_overridden or override_reason is not null", name="override_has_a_reason"
        ),
        Index(
            "one_seat_per_expert",
            "organisation_id",
            "occasion_id",
            "expert_id",
            unique=True,
            postgresql_where="state in ('planned', 'confirmed', 'done')",
        ),
        Index(None, "organisation_id", "expert_id"),
        Index(None, "organisation_id", "request_id"),
    )

    request_id: Mapped[int]
    occasion_id: Mapped[int]
    expert_id: Mapped[int]
    offer_id: Mapped[int | None]  # none: a group booking of named people
    replaces_id: Mapped[int | None]
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.PLANNED)
    attendance: Mapped[Attendance | None]
    is_group: Mapped[bool] = mapped_column(default=False)
    payer: Mapped[Payer] = mapped_column(default=Payer.WE_PAY)
    payee: Mapped[Payee] = mapped_column(default=Payee.PAYROLL)
    fee_choice: Mapped[FeeChoice] = mapped_column(default=FeeChoice.FULL)
    fee_chosen_at: Mapped[datetime]
    fee_cents: Mapped[int] = mapped_column(default=0)  # forecast at acceptance
    travel_cents: Mapped[int] = mapped_column(default=0)
    pay_from: Mapped[date | None]  # payroll takes the fee at a cut-off on this day or later
    agreed_cents: Mapped[int | None]  # where the price is a range
    role: Mapped[str | None] = mapped_column(info=personal.PAY)  # such as the chair's
    preparation_minutes: Mapped[int] = mapped_column(default=0)
    minutes_before: Mapped[int] = mapped_column(default=0)  # the way there
    minutes_after: Mapped[int] = mapped_column(default=0)  # the way back and the rest wished for
    is_overridden: Mapped[bool] = mapped_column(default=False)
    override_reason: Mapped[str | None] = mapped_column(info=personal.CHOSEN)
    turn_reason: Mapped[TurnReason | None]  # why she and not the one whose turn it was
    turn_note: Mapped[str | None] = mapped_column(info=personal.CHOSEN)
    accepted_at: Mapped[datetime]
    accepted_how: Mapped[OnBehalf | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[CancelReason | None]
    debrief_on: Mapped[date | None]
    debriefed_on: Mapped[date | None]
    thanks: Mapped[str | None] = mapped_column(info=personal.TOLD)

    request: Mapped[ExpertRequest] = relationship(viewonly=True)
    occasion: Mapped[Occasion] = relationship(viewonly=True)
    expert: Mapped[Expert] = relationship(viewonly=True)


class Booking(Base):
    """A person's promised time, travel and rest included. Kept by triggers on assignments and
    occasions; the exclusion holds across organisations though none sees another's rows."""

    __tablename__ = "bookings"
    __table_args__ = (
        ExcludeConstraint(
            (text("int8range(person_id, person_id, '[]')"), "&&"),
            ("during", "&&"),
            where=text("not is_overridden"),
            using="gist",
            name="no_double_booking",
        ),
        belongs_to("assignments", "assignment_id"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    assignment_id: Mapped[int] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    is_overridden: Mapped[bool] = mapped_column(default=False)


refused_by("no_double_booking", DoubleBooked)
refused_by("one_seat_per_expert", AlreadyHasSeat)


def find_of_offer(offer_id: int) -> Assignment | None:
    """The seat that this offer gave, if it still stands."""
    given = select(Assignment).where(
        Assignment.organisation_id == current_organisation(),
        Assignment.offer_id == offer_id,
        Assignment.state.in_(SEATED),
    )
    return db.session.scalar(given)


def get(assignment_id: int, *, lock: bool = False) -> Assignment:
    """Raises Missing."""
    return tables.get(Assignment, assignment_id, lock=lock)


def of_request(request_id: int) -> list[Assignment]:
    """In the order accepted."""
    theirs = select(Assignment).where(
        Assignment.organisation_id == current_organisation(), Assignment.request_id == request_id
    )
    return list(db.session.scalars(theirs.order_by(Assignment.accepted_at, Assignment.id)))


def busy(person_id: int, start: datetime, end: datetime) -> list[Range[datetime]]:
    """The person's promised times in any organisation: ranges only, nothing of whose they are."""
    question = text("select during from busy(:person, :start, :end)").columns(during=TSTZRANGE)
    return list(db.session.scalars(question, {"person": person_id, "start": start, "end": end}))


def on_occasion(occasion_id: int) -> list[Assignment]:
    """In the order accepted."""
    there = select(Assignment).where(
        Assignment.organisation_id == current_organisation(), Assignment.occasion_id == occasion_id
    )
    return list(db.session.scalars(there.order_by(Assignment.accepted_at, Assignment.id)))


def find_vacancy(occasion_id: int) -> Assignment | None:
    """A cancelled seat of the occasion that nobody has taken over yet."""
    there = on_occasion(occasion_id)
    taken_over = {each.replaces_id for each in there}
    left = (
        each
        for each in there
        if each.state == AssignmentState.CANCELLED and each.id not in taken_over
    )
    return next(left, None)


def of_expert(expert_id: int) -> list[Assignment]:
    """By time of the occasion, tasks without a clock last."""
    hers = (
        select(Assignment)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.expert_id == expert_id,
        )
        .order_by(Occasion.starts_at, Occasion.due_on, Assignment.id)
    )
    return list(db.session.scalars(hers))


def with_seat() -> list[Assignment]:
    """Planned and confirmed ones of everybody, by time."""
    coming = (
        select(Assignment)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.state.in_((AssignmentState.PLANNED, AssignmentState.CONFIRMED)),
        )
        .order_by(Occasion.starts_at, Occasion.due_on, Assignment.id)
    )
    return list(db.session.scalars(coming))


def outcomes_for(expert_id: int) -> list[tuple[ExpertRequest, Outcome]]:
    """What changed because of the work she did, newest first; hers to see when it was told."""
    hers = (
        select(ExpertRequest, Outcome)
        .join(
            Outcome,
            (Outcome.organisation_id == ExpertRequest.organisation_id)
            & (Outcome.request_id == ExpertRequest.id),
        )
        .where(
            ExpertRequest.organisation_id == current_organisation(),
            Outcome.kind.is_not(None),
            ExpertRequest.id.in_(
                select(Assignment.request_id).where(
                    Assignment.organisation_id == current_organisation(),
                    Assignment.expert_id == expert_id,
                    Assignment.state == AssignmentState.DONE,
                )
            ),
        )
        .order_by(Outcome.told_at.desc())
    )
    return [(request, outcome) for request, outcome in db.session.execute(hers)]
