"""What an organisation without a payroll office lets the service do: each engine by itself."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation


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
