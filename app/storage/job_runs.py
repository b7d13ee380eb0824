"""Which period of which job exists: the row is the claim, so a second tick changes nothing."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, Identity, UniqueConstraint, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, db


class JobRun(Base):
    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("name", "period"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    period: Mapped[datetime]  # the planned moment it begins with
    claimed_at: Mapped[datetime]


def claim(name: str, period: datetime, moment: datetime) -> bool:
    """Whether this call was the first to claim the period. Another one's claim is waited for."""
    row = insert(JobRun).values(name=name, period=period, claimed_at=moment)
    first = row.on_conflict_do_nothing().returning(JobRun.id)
    return db.session.scalar(first) is not None


def forget(before: datetime) -> None:
    db.session.execute(delete(JobRun).where(JobRun.period < before))


def last_of(names: Collection[str]) -> dict[str, datetime]:
    """When each was last begun, where it has been."""
    last = select(JobRun.name, func.max(JobRun.claimed_at)).where(JobRun.name.in_(names))
    return {name: at for name, at in db.session.execute(last.group_by(JobRun.name))}
