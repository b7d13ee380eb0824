"""Registry files that were read in: the same file twice changes nothing."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.tables import OfOrganisation


class Import(OfOrganisation, Base):
    """`content` waits for the coordinator's yes; it is emptied after that, or when no yes comes."""

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("organisation_id", "sha256"),)

    sha256: Mapped[str]
    file_name: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(info=personal.IMPORTED)
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    read_in_at: Mapped[datetime | None]


def get(import_id: int, *, lock: bool = False) -> Import:
    """Raises Missing."""
    return tables.get(Import, import_id, lock=lock)


def find(sha256: str, *, lock: bool = False) -> Import | None:
    mine = select(Import).where(
        Import.organisation_id == current_organisation(), Import.sha256 == sha256
    )
    if lock:
        mine = mine.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(mine)


def forget_unread(before: datetime) -> None:
    """Empty the content of what was uploaded before that moment and never read in."""
    waiting = update(Import).where(
        Import.organisation_id == current_organisation(),
        Import.content.is_not(None),
        Import.read_in_at.is_(None),
        Import.uploaded_at < before,
    )
    db.session.execute(waiting.values(content=None))
