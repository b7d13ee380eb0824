"""Working time that experts report: preparation, activity, travel and follow-up."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, select, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal, tables
from app.storage.assignments import Assignment
from app.storage.entries import Entry, EntryKind, constraints
from app.storage.experts import Expert
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from invoices.pricing.fee_table import Work
from scheduling.lifecycle import EntryState


class OverlappingHours(Refusal):
    """Another activity of the same expert is reported for that time."""

    code = "overlapping_hours"


class HourEntry(OfOrganisation, Versioned, Entry, Base):
    """Only an activity has clock times; the others are minutes on a day."""

    __tablename__ = "hour_entries"
    entry_kind = EntryKind.HOURS
    __table_args__ = (
        belongs_to("assignments", "assignment_id"),
        belongs_to("experts", "expert_id"),
        belongs_to("cost_centres", "cost_centre_id"),
        CheckConstraint("minutes between 1 and 1440", name="minutes_within_a_day"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint(
            "(starts_at is null) = (ends_at is null) and (work = 'activity' or starts_at is null)",
            name="clock_times_of_activity_only",
        ),
        CheckConstraint(
            "minutes * interval '1 minute' <= ends_at - starts_at", name="no_more_than_elapsed"
        ),
        ExcludeConstraint(
            (text("int8range(expert_id, expert_id, '[]')"), "&&"),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            where=text("starts_at is not null"),
            using="gist",
            name="activities_do_not_overlap",
        ),
        Index(None, "organisation_id", "assignment_id"),
        Index(None, "organisation_id", "state"),
        Index(None, "organisation_id", "expert_id"),
        *constraints(),
    )

    work: Mapped[Work]
    minutes: Mapped[int]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(info=personal.BESIDE_HOURS)

    assignment: Mapped[Assignment] = relationship(viewonly=True)
    expert: Mapped[Expert] = relationship(viewonly=True)


refused_by("activities_do_not_overlap", OverlappingHours)


def get(entry_id: int, *, lock: bool = False) -> HourEntry:
    """Raises Missing."""
    return tables.get(HourEntry, entry_id, lock=lock)


def any_approved_within(first: date, until: date | None = None) -> bool:
    """Whether work of a day from `first` on, before `until`, has its price."""
    approved = select(HourEntry.id).where(
        HourEntry.organisation_id == current_organisation(),
        HourEntry.day >= first,
        HourEntry.state.in_((EntryState.APPROVED, EntryState.HELD)),
    )
    if until is not None:
        approved = approved.where(HourEntry.day < until)
    return bool(db.session.scalar(select(approved.exists())))
