"""Finance chooses what payroll's files are like; files handed over stay as they were."""

from app.access import Actor
from app.database import transaction
from app.now import now
from app.storage import export_maps, tables
from app.storage.export_maps import StoredMap
from invoices.payroll_files.export_map import ExportMap, Per, as_stored, checked


def set_export_map(*, by: Actor, chosen: ExportMap) -> StoredMap:
    """From the next hand-over on. Raises UnknownColumn, ColumnMissing."""
    values = {"chosen": as_stored(checked(chosen)), "chosen_at": now(), "chosen_by": by.user_id}
    with transaction():
        stored = export_maps.find(chosen.per, lock=True)
        if stored is None:
            return tables.add(StoredMap(per=chosen.per, **values))
        for name, value in values.items():
            setattr(stored, name, value)
    return stored


def set_usual_map(*, per: Per) -> None:
    """Back to the usual file. It already is the usual one: nothing happens."""
    with transaction():
        if (stored := export_maps.find(per, lock=True)) is not None:
            tables.remove(stored)
