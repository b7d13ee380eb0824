"""A person's own ceiling of income in a payment month: a figure that nobody else can read.

The policy of the table shows it only while the person herself acts. Others learn from the
database whether a sum goes over the step below it (1, 2, 5, 10, 20, 50 … euros), and no figure:
were it the ceiling itself, whoever tries one length of work after another would soon know it.
"""

from collections.abc import Mapping

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to

ANY_SUM = 2**62  # cents: over every ceiling

OVER = text(
    "select expert_id from over_own_ceiling(cast(:ids as bigint[]), cast(:sums as bigint[]))"
).columns(expert_id=BigInteger)


class IncomeCeiling(OfOrganisation, Base):
    __tablename__ = "income_ceilings"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        UniqueConstraint("organisation_id", "expert_id"),
        CheckConstraint("cents between 1 and 100000000", name="a_sensible_sum"),
    )

    expert_id: Mapped[int]
    cents: Mapped[int] = mapped_column(info=personal.HERS_ALONE)


def find_own(expert_id: int) -> IncomeCeiling | None:
    """None for everybody but the person herself, and for who has set none."""
    hers = select(IncomeCeiling).where(
        IncomeCeiling.organisation_id == current_organisation(),
        IncomeCeiling.expert_id == expert_id,
    )
    return db.session.scalar(hers)


def over(sums: Mapping[int, int]) -> set[int]:
    """Of these persons, those for whose ceiling the sum in cents is too near or too much."""
    if not sums:
        return set()
    asked = OVER.bindparams(ids=list(sums), sums=list(sums.values()))
    return set(db.session.scalars(asked))


def having_one(expert_ids: list[int]) -> set[int]:
    return over(dict.fromkeys(expert_ids, ANY_SUM))
