"""The organisation's own list of income types, by day of payment. Rows are only added."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation
from invoices.tax.own_types import OwnType


class OwnIncomeType(OfOrganisation, Base):
    """what: a kind of request, or of payment; income_type None: from then on what the rules say."""

    __tablename__ = "own_income_types"
    __table_args__ = (
        CheckConstraint("trim(reason) <> ''", name="has_a_reason"),
        Index(None, "organisation_id", "what"),
    )

    what: Mapped[str]
    income_type: Mapped[int | None]
    valid_from: Mapped[date]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decider_name: Mapped[str] = mapped_column(info=personal.DECIDER)

    def values(self) -> OwnType:
        return OwnType(
            what=self.what,
            income_type=self.income_type,
            first_day=self.valid_from,
            reason=self.reason,
        )


def rows() -> list[OwnIncomeType]:
    """In the order they were told."""
    mine = select(OwnIncomeType).where(OwnIncomeType.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(OwnIncomeType.id)))


def in_order() -> list[OwnType]:
    """As the rules of money read them, the last one told last."""
    return [each.values() for each in rows()]
