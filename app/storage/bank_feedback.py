"""What the bank has told of our payment files: each file once, doubts until somebody has looked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation


class BankFeedback(OfOrganisation, Base):
    """A file of the bank, applied once; what it said that fits nothing waits for a person."""

    __tablename__ = "bank_feedback"
    __table_args__ = (UniqueConstraint("organisation_id", "sha256"),)

    sha256: Mapped[str]
    read_at: Mapped[datetime]
    read_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    settled: Mapped[int]
    doubtful: Mapped[list[Any]] = mapped_column(JSONB, info=personal.PAY)
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


def find(sha256: str) -> BankFeedback | None:
    mine = select(BankFeedback).where(
        BankFeedback.organisation_id == current_organisation(), BankFeedback.sha256 == sha256
    )
    return db.session.scalar(mine)


def to_look_at() -> list[BankFeedback]:
    """What a bank said that fits nothing, until somebody has looked; oldest first."""
    mine = select(BankFeedback).where(
        BankFeedback.organisation_id == current_organisation(), BankFeedback.seen_at.is_(None)
    )
    found: Iterable[BankFeedback] = db.session.scalars(mine.order_by(BankFeedback.id))
    return [each for each in found if each.doubtful]
