"""Which period of which job exists: the row is the claim, so a second tick changes nothing."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class JobRun(Base):
    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("name", "period"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    period: Mapped[date]
    claimed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
