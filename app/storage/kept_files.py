"""A file of payroll or the ledger, kept as it was written: its map, its bytes and their sum."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.storage import personal
from app.storage.tables import OfOrganisation
from invoices.payroll_files.export_map import ExportMap, Per, read_stored


class KeptFile(OfOrganisation):
    """chosen: the map that it was written by, and is read back by."""

    per: Mapped[Per]
    chosen: Mapped[dict[str, Any]] = mapped_column(JSONB)
    file: Mapped[bytes] = mapped_column(info=personal.PAY)
    sha256: Mapped[str]

    @property
    def map(self) -> ExportMap:
        return read_stored(self.chosen)

    def name_in(self, whole: str) -> str:
        """What it is called beside the bank's file of the batch, or the statement's own."""
        rows = {Per.PERSON: "henkilot", Per.LINE: "rivit"}[self.per]
        return f"{whole}-{rows}.{self.map.kind}"
