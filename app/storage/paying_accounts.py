"""The account of an organisation's own that fees leave from: asked by one, confirmed by another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage.tables import OfOrganisation
from invoices.payment.file import BankProfile, Version


class PayingAccount(OfOrganisation, Base):
    """The account, and what its bank takes.

    The newest that a second person has confirmed is in force.
    """

    __tablename__ = "paying_accounts"
    __table_args__ = (CheckConstraint("confirmed_by <> asked_by", name="confirmed_by_another"),)

    name: Mapped[str]
    iban: Mapped[str]
    bic: Mapped[str | None]
    version: Mapped[Version]
    transliterate: Mapped[bool]
    batch_booking: Mapped[bool]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    def profile(self) -> BankProfile:
        return BankProfile(
            version=self.version,
            transliterate=self.transliterate,
            batch_booking=self.batch_booking,
        )


def find() -> PayingAccount | None:
    """The one in force."""
    return _newest(PayingAccount.confirmed_at.is_not(None))


def find_asked() -> PayingAccount | None:
    """One that waits for a second person; an older one than that in force is forgotten."""
    newest = _newest()
    return newest if newest and newest.confirmed_at is None else None


def _newest(*conditions: ColumnElement[bool]) -> PayingAccount | None:
    mine = select(PayingAccount).where(PayingAccount.organisation_id == current_organisation())
    return db.session.scalar(mine.where(*conditions).order_by(PayingAccount.id.desc()).limit(1))
