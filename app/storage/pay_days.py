"""The organisation's pay calendar: cut-off and pay day of each payment month."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped

from app.database import Base, current_organisation, db
from app.storage.tables import OfOrganisation
from invoices import pay_calendar


class PayDay(OfOrganisation, Base):
    __tablename__ = "pay_days"
    __table_args__ = (
        UniqueConstraint("organisation_id", "month"),
        CheckConstraint("cut_off_on <= pay_on", name="cut_off_before_pay_day"),
        CheckConstraint("month = to_char(pay_on, 'YYYY-MM')", name="month_is_that_of_the_pay_day"),
    )

    month: Mapped[str]  # of payment, as 2026-12
    cut_off_on: Mapped[date]
    pay_on: Mapped[date]

    def values(self) -> pay_calendar.PayDay:
        return pay_calendar.PayDay(cut_off_on=self.cut_off_on, pay_on=self.pay_on)


def all_days() -> list[PayDay]:
    """Earliest first."""
    mine = select(PayDay).where(PayDay.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(PayDay.pay_on)))


def calendar() -> list[pay_calendar.PayDay]:
    """As the rules of money read it, earliest first."""
    return [day.values() for day in all_days()]


def find(month: str) -> PayDay | None:
    mine = select(PayDay).where(
        PayDay.organisation_id == current_organisation(), PayDay.month == month
    )
    return db.session.scalar(mine)
