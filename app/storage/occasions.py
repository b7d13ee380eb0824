"""The times of a request: one row for each meeting, or one without a clock for a task."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import tables
from app.storage.requests import ExpertRequest
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from scheduling.availability import Interval
from scheduling.lifecycle import RequestState
from scheduling.wall_clock import day_of


class SeatTaken(Refusal):
    """The last seat went to somebody else."""

    code = "seat_taken"


class Occasion(OfOrganisation, Versioned, Base):
    """`accepted_count` is kept by a trigger on assignments; the check makes the last seat safe."""

    __tablename__ = "occasions"
    __table_args__ = (
        belongs_to("expert_requests", "request_id"),
        CheckConstraint("accepted_count between 0 and seats", name="never_overbooked"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint(
            "(starts_at is null) = (ends_at is null)"
            " and (starts_at is null) = (due_on is not null)",
            name="clock_times_or_a_due_day",
        ),
        Index(None, "organisation_id", "request_id"),
        Index(None, "organisation_id", "starts_at"),
    )

    request_id: Mapped[int]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    seats: Mapped[int] = mapped_column(default=1)
    accepted_count: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]

    request: Mapped[ExpertRequest] = relationship(viewonly=True)

    @property
    def free_seats(self) -> int:
        return 0 if self.cancelled_at else self.seats - self.accepted_count

    @property
    def during(self) -> Interval | None:
        """None: a task without a clock."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Interval(self.starts_at, self.ends_at)

    @property
    def day(self) -> date:
        """It begins on, or a task is due on."""
        return day_of(self.starts_at) if self.due_on is None else self.due_on

    @property
    def last_day(self) -> date:
        """It ends on: another one than `day` when it goes on past midnight."""
        return day_of(self.ends_at) if self.due_on is None else self.due_on


refused_by("ck_occasions_never_overbooked", SeatTaken)


def get(occasion_id: int, *, lock: bool = False) -> Occasion:
    """Raises Missing."""
    return tables.get(Occasion, occasion_id, lock=lock)


def by_id(occasion_ids: Iterable[int]) -> list[Occasion]:
    """In order of time."""
    named = select(Occasion).where(
        Occasion.organisation_id == current_organisation(), Occasion.id.in_(list(occasion_ids))
    )
    return list(db.session.scalars(named.order_by(Occasion.starts_at, Occasion.id)))


def of_request(request_id: int, *, fresh: bool = False) -> list[Occasion]:
    """In order of time; `fresh` reads again what the database itself has counted."""
    theirs = select(Occasion).where(
        Occasion.organisation_id == current_organisation(), Occasion.request_id == request_id
    )
    if fresh:
        db.session.flush()
        theirs = theirs.execution_options(populate_existing=True)
    return list(db.session.scalars(theirs.order_by(Occasion.starts_at, Occasion.id)))


def is_over(occasion: Occasion, moment: datetime) -> bool:
    """A task is over when its last day is."""
    if occasion.ends_at is not None:
        return occasion.ends_at <= moment
    return occasion.last_day < day_of(moment)


def with_empty_seats(moment: datetime) -> list[Occasion]:
    """Still to come in requests people are looked for, by time."""
    waiting = (
        select(Occasion)
        .join(Occasion.request)
        .where(
            Occasion.organisation_id == current_organisation(),
            ExpertRequest.state == RequestState.MATCHING,
            Occasion.cancelled_at.is_(None),
            Occasion.accepted_count < Occasion.seats,
            (Occasion.starts_at > moment) | Occasion.starts_at.is_(None),
        )
        .order_by(Occasion.starts_at, Occasion.due_on, Occasion.id)
    )
    return list(db.session.scalars(waiting))
