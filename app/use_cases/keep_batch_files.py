"""Writes the files of payroll and the ledger, inside the transaction that takes a batch out."""

import hashlib
from collections.abc import Sequence

from app.readings.paid_by_bank import told_of
from app.storage import export_maps, tables
from app.storage.batch_files import BatchFile
from app.storage.payments import BankBatch, Payment
from invoices.payroll_files.export_map import Per, as_stored
from invoices.payroll_files.ledger import payroll_file


def keep_batch_files(batch: BankBatch, items: Sequence[Payment]) -> list[BatchFile]:
    """By the organisation's own columns and accounts; they do not change afterwards."""
    told, beside = told_of(batch, items)
    files = []
    for per in Per:
        chosen = export_maps.in_use(per)
        file = payroll_file(chosen, told, beside)
        sha256 = hashlib.sha256(file).hexdigest()
        files.append(
            BatchFile(
                batch_id=batch.id, per=per, chosen=as_stored(chosen), file=file, sha256=sha256
            )
        )
    return tables.add_all(files)
