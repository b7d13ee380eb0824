"""Accounting material that was destroyed: who proposed and confirmed it, and how much there was.

The protocol stays for good. It names nobody who was paid.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import tables
from app.storage.tables import OfOrganisation
from invoices.statements.disposal import DestroyedNumbers
from scheduling.retention import YEARS_OF_ACCOUNTING


class StillKept(Refusal):
    """Accounting material of the year is not past its time."""

    code = "accounting_still_kept"


class AlreadyProposed(Refusal):
    """Another proposal to destroy waits for its answer."""

    code = "disposal_proposed"


class Disposal(OfOrganisation, Base):
    """Everything last paid in the year or before, but what something younger rests on.

    decision      of the organisation, by its number
    confirmed_in  the database's transaction in which the guards let go of what was destroyed
    counted       how many rows of each kind there were, and what they came to in cents
    numbers       of statements, with the hash that the next one follows
    """

    __tablename__ = "disposals"
    __table_args__ = (
        CheckConstraint("confirmed_by <> proposed_by", name="confirmed_by_another"),
        CheckConstraint(
            "num_nulls(confirmed_at, confirmed_by, confirmed_in) in (0, 3)", name="confirmed_whole"
        ),
        CheckConstraint("num_nulls(withdrawn_at, withdrawn_by) in (0, 2)", name="withdrawn_whole"),
        CheckConstraint("confirmed_at is null or withdrawn_at is null", name="one_answer"),
        CheckConstraint(
            "to_year < extract(year from coalesce(confirmed_at, proposed_at)"
            f" at time zone 'Europe/Helsinki') - {YEARS_OF_ACCOUNTING}",
            name="past_its_time",
        ),
        Index(
            "one_open_disposal",
            "organisation_id",
            unique=True,
            postgresql_where="confirmed_at is null and withdrawn_at is null",
        ),
    )

    to_year: Mapped[int]
    decision: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_in: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    counted: Mapped[dict[str, int] | None] = mapped_column(JSONB(none_as_null=True))
    numbers: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))

    @property
    def destroyed_numbers(self) -> list[DestroyedNumbers]:
        return [DestroyedNumbers(**each) for each in self.numbers or []]

    @property
    def numbers_told(self) -> list[str]:
        """As they were printed: 2026-000001–2026-000007."""
        return [str(each) for each in self.destroyed_numbers]


refused_by("ck_disposals_past_its_time", StillKept)
refused_by("disposal_is_past_its_time", StillKept)
refused_by("one_open_disposal", AlreadyProposed)


def get(disposal_id: int, *, lock: bool = False) -> Disposal:
    """Raises Missing."""
    return tables.get(Disposal, disposal_id, lock=lock)


def find_open() -> Disposal | None:
    mine = select(Disposal).where(
        Disposal.organisation_id == current_organisation(),
        Disposal.confirmed_at.is_(None),
        Disposal.withdrawn_at.is_(None),
    )
    return db.session.scalar(mine)


def done() -> list[Disposal]:
    """Oldest first."""
    mine = select(Disposal).where(
        Disposal.organisation_id == current_organisation(), Disposal.confirmed_at.is_not(None)
    )
    return list(db.session.scalars(mine.order_by(Disposal.id)))


def destroyed_to() -> int | None:
    """The last year of which anything has been destroyed."""
    mine = select(func.max(Disposal.to_year)).where(
        Disposal.organisation_id == current_organisation(), Disposal.confirmed_at.is_not(None)
    )
    return db.session.scalar(mine)


def destroyed_numbers() -> list[DestroyedNumbers]:
    return [each for one in done() for each in one.destroyed_numbers]
