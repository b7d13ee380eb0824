"""Who the organisation is to the Incomes Register: its id, who answers, and from which day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation


class RegisterPayer(OfOrganisation, Base):
    """Rows are only added; the newest holds.

    first_day  payments of earlier days were reported by somebody else
    """

    __tablename__ = "register_payers"

    business_id: Mapped[str]
    contact_name: Mapped[str] = mapped_column(info=personal.REACHED)
    contact_phone: Mapped[str] = mapped_column(info=personal.REACHED)
    contact_email: Mapped[str | None] = mapped_column(info=personal.REACHED)
    sub_org: Mapped[str | None]  # Keva's code
    is_public: Mapped[bool]
    in_production: Mapped[bool]
    first_day: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


def find(*, lock: bool = False) -> RegisterPayer | None:
    """The one in force; `lock` lets one act at a time make files by it."""
    newest = (
        select(RegisterPayer)
        .where(RegisterPayer.organisation_id == current_organisation())
        .order_by(RegisterPayer.id.desc())
        .limit(1)
    )
    return db.session.scalar(newest.with_for_update() if lock else newest)
