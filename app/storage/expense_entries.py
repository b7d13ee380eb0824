"""Travel and other costs of an assignment, also those the organisation bought itself."""

from datetime import date, datetime

from sqlalchemy import ARRAY, CheckConstraint, Index, Integer, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.assignments import Assignment
from app.storage.entries import Entry, EntryKind, constraints
from app.storage.experts import Expert
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from invoices.travel.costs import TRIPS, ExpenseKind
from invoices.travel.receipts import Proof
from scheduling.lifecycle import EntryState


class ExpenseEntry(OfOrganisation, Versioned, Entry, Base):
    """Kilometres say purpose and route; bought by us is 0 € to the person, a cost to the unit.

    What one claim brings beside its first piece, as the second day's per diem or what goes above
    the national maximum, is approved with it as `part` 1, 2 … of it. A part of what went back
    for mending stays behind, returned, and pays nothing.
    """

    __tablename__ = "expense_entries"
    entry_kind = EntryKind.EXPENSES
    __table_args__ = (
        belongs_to("assignments", "assignment_id"),
        belongs_to("experts", "expert_id"),
        belongs_to("cost_centres", "cost_centre_id"),
        belongs_to("expense_entries", "part_of_id"),
        CheckConstraint(
            "(kind in ('kilometres', 'kilometres_above')) = (kilometre_tenths is not null)",
            name="kilometres_when_driven",
        ),
        CheckConstraint(
            "kind not in ('per_diem', 'partial_per_diem', 'meal', 'allowance_above')"
            " or num_nulls(leaves_at, returns_at, distance_tenths) = 0",
            name="a_trip_says_when_and_how_far",
        ),
        CheckConstraint("distance_tenths between 0 and 20000", name="distance_sensible"),
        CheckConstraint("work_distance_tenths between 0 and 20000", name="work_distance_sensible"),
        CheckConstraint("(part > 0) = (part_of_id is not null)", name="a_part_is_of_another"),
        Index(
            "one_part_of_a_claim",
            "organisation_id",
            "part_of_id",
            "part",
            unique=True,
            postgresql_where="part > 0 and state <> 'returned'",
        ),
        Index(  # whether a claim that goes has parts
            "parts_of_claims",
            "organisation_id",
            "part_of_id",
            postgresql_where="part_of_id is not null",
        ),
        CheckConstraint("kilometre_tenths between 1 and 20000", name="kilometres_sensible"),
        CheckConstraint("passengers between 0 and 8", name="passengers_sensible"),
        CheckConstraint(
            "kind <> 'kilometres' or (purpose is not null and route is not null)",
            name="a_drive_says_purpose_and_route",
        ),
        CheckConstraint("claimed_cents >= 0", name="claim_not_negative"),
        CheckConstraint("leaves_at < returns_at", name="leaves_before_returning"),
        Index(None, "organisation_id", "assignment_id"),
        Index(None, "organisation_id", "state"),
        Index(None, "organisation_id", "expert_id"),
        *constraints(),
    )

    kind: Mapped[ExpenseKind]
    claimed_cents: Mapped[int] = mapped_column(default=0)  # what the ticket cost
    kilometre_tenths: Mapped[int | None]
    passengers: Mapped[int] = mapped_column(default=0)
    purpose: Mapped[str | None] = mapped_column(info=personal.PAY)
    route: Mapped[str | None] = mapped_column(info=personal.PAY)
    leaves_at: Mapped[datetime | None]
    returns_at: Mapped[datetime | None]
    distance_tenths: Mapped[int | None]  # one way, from home
    work_distance_tenths: Mapped[int | None]  # one way, from her own workplace
    # By day of travel: given, and paid herself.
    free_meals: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list, info=personal.PAY)
    meals: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list, info=personal.PAY)
    for_companion: Mapped[bool] = mapped_column(default=False)
    proof: Mapped[Proof | None]  # told when it is sent
    part: Mapped[int] = mapped_column(default=0)
    part_of_id: Mapped[int | None]
    explanation: Mapped[str | None] = mapped_column(info=personal.PAY)  # no receipt; why by car

    assignment: Mapped[Assignment] = relationship(viewonly=True)
    expert: Mapped[Expert] = relationship(viewonly=True)

    @property
    def is_part(self) -> bool:
        return self.part > 0


def trips_between(
    expert_id: int, leaves_at: datetime, returns_at: datetime, *, without: int | None
) -> list[ExpenseEntry]:
    """Her claims of trips that share some of the time, `without` left out."""
    theirs = select(ExpenseEntry).where(
        ExpenseEntry.organisation_id == current_organisation(),
        ExpenseEntry.expert_id == expert_id,
        ExpenseEntry.kind.in_(TRIPS),
        ExpenseEntry.part == 0,
        ExpenseEntry.leaves_at < returns_at,
        ExpenseEntry.returns_at > leaves_at,
        ExpenseEntry.id.is_distinct_from(without),
    )
    return list(db.session.scalars(theirs.order_by(ExpenseEntry.id)))


def whole_claim(entry: ExpenseEntry) -> list[ExpenseEntry]:
    """The claim and its parts that still stand, whichever of them is given."""
    claim = get(entry.part_of_id) if entry.part_of_id else entry
    return [claim, *parts_of(claim.id)]


def parts_of(entry_id: int) -> list[ExpenseEntry]:
    """What was approved together with a claim and still stands, in order."""
    theirs = select(ExpenseEntry).where(
        ExpenseEntry.organisation_id == current_organisation(),
        ExpenseEntry.part_of_id == entry_id,
        ExpenseEntry.state != EntryState.RETURNED,
    )
    return list(db.session.scalars(theirs.order_by(ExpenseEntry.part)))


def any_approved_since(day: date) -> bool:
    """Whether costs of the day or a later one have their price."""
    approved = select(ExpenseEntry.id).where(
        ExpenseEntry.organisation_id == current_organisation(),
        ExpenseEntry.day >= day,
        ExpenseEntry.price_cents.is_not(None),
    )
    return bool(db.session.scalar(select(approved.exists())))


def get(entry_id: int, *, lock: bool = False) -> ExpenseEntry:
    """Raises Missing."""
    return tables.get(ExpenseEntry, entry_id, lock=lock)
