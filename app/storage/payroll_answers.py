"""What payroll answered: files of paid and held, read in once, and the statements it holds."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.tables import OfOrganisation, belongs_to


class PayrollAnswer(OfOrganisation, Base):
    """`content` waits for finance's yes; it is emptied after that, or when no yes comes."""

    __tablename__ = "payroll_answers"
    __table_args__ = (UniqueConstraint("organisation_id", "sha256"),)

    sha256: Mapped[str]
    file_name: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(info=personal.PAY)
    rows: Mapped[int] = mapped_column(default=0)
    paid: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    read_in_at: Mapped[datetime | None]


class PayrollStop(OfOrganisation, Base):
    """A statement handed over that payroll does not pay yet; open until it does."""

    __tablename__ = "payroll_stops"
    __table_args__ = (
        belongs_to("statements", "statement_id"),
        Index(
            "one_open_stop",
            "organisation_id",
            "statement_id",
            unique=True,
            postgresql_where="ended_at is null",
        ),
    )

    statement_id: Mapped[int]
    reason: Mapped[str] = mapped_column(info=personal.PAY)
    stopped_at: Mapped[datetime]
    stopped_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]


def get(answer_id: int, *, lock: bool = False) -> PayrollAnswer:
    """Raises Missing."""
    return tables.get(PayrollAnswer, answer_id, lock=lock)


def find(sha256: str, *, lock: bool = False) -> PayrollAnswer | None:
    mine = select(PayrollAnswer).where(
        PayrollAnswer.organisation_id == current_organisation(), PayrollAnswer.sha256 == sha256
    )
    if lock:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(mine)


def all_answers() -> list[PayrollAnswer]:
    """Those read in, newest first."""
    mine = select(PayrollAnswer).where(
        PayrollAnswer.organisation_id == current_organisation(),
        PayrollAnswer.read_in_at.is_not(None),
    )
    return list(db.session.scalars(mine.order_by(PayrollAnswer.id.desc())))


def open_stops(statement_ids: Collection[int]) -> dict[int, PayrollStop]:
    """By statement."""
    mine = select(PayrollStop).where(
        PayrollStop.organisation_id == current_organisation(),
        PayrollStop.statement_id.in_(statement_ids),
        PayrollStop.ended_at.is_(None),
    )
    return {stop.statement_id: stop for stop in db.session.scalars(mine)}


def end_stop(statement_id: int, moment: datetime) -> None:
    """Payroll holds it no more. It held nothing: nothing happens."""
    if (stop := open_stops([statement_id]).get(statement_id)) is not None:
        stop.ended_at = moment


def forget_unread(before: datetime) -> None:
    """Empty the content of what was uploaded before that moment and never read in."""
    waiting = update(PayrollAnswer).where(
        PayrollAnswer.organisation_id == current_organisation(),
        PayrollAnswer.content.is_not(None),
        PayrollAnswer.read_in_at.is_(None),
        PayrollAnswer.uploaded_at < before,
    )
    db.session.execute(waiting.values(content=None))
