"""How each organisation's payroll wants its files; without a row the files are the usual ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import engines
from app.storage.engines import Engine
from app.storage.tables import OfOrganisation
from invoices.payroll_files.export_map import ExportMap, Per, read_stored, usual_map


class StoredMap(OfOrganisation, Base):
    __tablename__ = "export_maps"
    __table_args__ = (UniqueConstraint("organisation_id", "per"),)

    per: Mapped[Per]
    chosen: Mapped[dict[str, Any]] = mapped_column(JSONB)
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


def find(per: Per, *, lock: bool = False) -> StoredMap | None:
    mine = select(StoredMap).where(
        StoredMap.organisation_id == current_organisation(), StoredMap.per == per
    )
    if lock:
        mine = mine.with_for_update()
    return db.session.scalar(mine)


def in_use(per: Per) -> ExportMap:
    stored = find(per)
    if stored is None:
        return usual_map(per, by_bank=Engine.PAYMENT_FILE in engines.switched_on())
    return read_stored(stored.chosen)
