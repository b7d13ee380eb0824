"""Answers of unsafe API calls by key: the same call twice has one effect and one answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation


class IdempotencyKey(OfOrganisation, Base):
    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id", "key"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(info=personal.ANSWER)
    created_at: Mapped[datetime]


def find(user_id: int, key: str, *, lock: bool = False) -> IdempotencyKey | None:
    mine = select(IdempotencyKey).where(
        IdempotencyKey.organisation_id == current_organisation(),
        IdempotencyKey.user_id == user_id,
        IdempotencyKey.key == key,
    )
    if lock:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(mine)


def forget(before: datetime) -> None:
    old = delete(IdempotencyKey).where(
        IdempotencyKey.organisation_id == current_organisation(),
        IdempotencyKey.created_at < before,
    )
    db.session.execute(old)
