"""What an organisation without a payroll office lets the service do: each engine by itself."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db, refused_by
from app.storage import personal
from app.storage.tables import FourEyes, OfOrganisation
from invoices.payment.file import BankProfile, Version


class Engine(StrEnum):
    WITHHOLDING = "withholding"
    PAYMENT_FILE = "payment_file"
    INCOMES_REGISTER = "incomes_register"


# What has to be on before an engine is turned on, and stays on as long as it is.
NEEDS: dict[Engine, tuple[Engine, ...]] = {
    Engine.WITHHOLDING: (),
    Engine.PAYMENT_FILE: (Engine.WITHHOLDING,),
    Engine.INCOMES_REGISTER: (Engine.WITHHOLDING, Engine.PAYMENT_FILE),
}


class EngineSwitch(OfOrganisation, Base):
    """One turn of one switch; the newest holds. Rows are only ever added."""

    __tablename__ = "engine_switches"
    __table_args__ = (Index(None, "organisation_id", "engine"),)

    engine: Mapped[Engine]
    is_on: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_name: Mapped[str] = mapped_column(info=personal.DECIDER)


class PayingAccount(OfOrganisation, Base):
    """The organisation's own account that fees leave from, and what its bank takes.

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


refused_by("ck_paying_accounts_confirmed_by_another", FourEyes)


def switched_on() -> frozenset[Engine]:
    """What the organisation acted in has turned on and not off again."""
    newest = (
        select(EngineSwitch.engine, EngineSwitch.is_on)
        .where(EngineSwitch.organisation_id == current_organisation())
        .ext(distinct_on(EngineSwitch.engine))
        .order_by(EngineSwitch.engine, EngineSwitch.id.desc())
    )
    return frozenset(engine for engine, is_on in db.session.execute(newest) if is_on)


def all_switches() -> list[EngineSwitch]:
    """Newest first."""
    mine = select(EngineSwitch).where(EngineSwitch.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(EngineSwitch.id.desc())))


def find_paying_account() -> PayingAccount | None:
    """The one in force."""
    return _newest_account(PayingAccount.confirmed_at.is_not(None))


def find_asked_account() -> PayingAccount | None:
    """One that waits for a second person; an older one than that in force is forgotten."""
    newest = _newest_account()
    return newest if newest and newest.confirmed_at is None else None


def _newest_account(*conditions: ColumnElement[bool]) -> PayingAccount | None:
    mine = select(PayingAccount).where(PayingAccount.organisation_id == current_organisation())
    return db.session.scalar(mine.where(*conditions).order_by(PayingAccount.id.desc()).limit(1))
