"""Travel and other costs of an assignment, also those the organisation bought itself."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.storage import personal, tables
from app.storage.assignments import Assignment
from app.storage.entries import Entry, EntryKind, constraints
from app.storage.experts import Expert
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from invoices.travel.costs import ExpenseKind


class ExpenseEntry(OfOrganisation, Versioned, Entry, Base):
    """Kilometres say purpose and route; bought by us is 0 € to the person, a cost to the unit."""

    __tablename__ = "expense_entries"
    entry_kind = EntryKind.EXPENSES
    __table_args__ = (
        belongs_to("assignments", "assignment_id"),
        belongs_to("experts", "expert_id"),
        belongs_to("cost_centres", "cost_centre_id"),
        CheckConstraint(
            "(kind = 'kilometres') = (kilometre_tenths is not null)", name="kilometres_when_driven"
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
    explanation: Mapped[str | None] = mapped_column(info=personal.PAY)  # when there is no receipt

    assignment: Mapped[Assignment] = relationship(viewonly=True)
    expert: Mapped[Expert] = relationship(viewonly=True)


def get(entry_id: int, *, lock: bool = False) -> ExpenseEntry:
    """Raises Missing."""
    return tables.get(ExpenseEntry, entry_id, lock=lock)
