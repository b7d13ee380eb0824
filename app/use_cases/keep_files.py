"""Writes the files of payroll and the ledger, inside the transaction that lets a payment go."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from app.readings.paid_by_bank import told_of
from app.readings.paid_by_hand import told_by_hand
from app.storage import export_maps, tables
from app.storage.bank_batch_files import BatchFile
from app.storage.bank_batches import BankBatch
from app.storage.hand_files import HandFile
from app.storage.hand_payments import HandPayment
from app.storage.payments import Payment
from app.storage.statements import Statement
from invoices.payroll_files.beside import Beside
from invoices.payroll_files.export_map import Per, as_stored
from invoices.payroll_files.ledger import payroll_file
from invoices.statements.statement import Statement as Issued


def keep_batch_files(batch: BankBatch, items: Sequence[Payment]) -> list[BatchFile]:
    """By the organisation's own columns and accounts; they do not change afterwards."""
    told, beside = told_of(batch, items)
    return tables.add_all(
        [BatchFile(batch_id=batch.id, **_written(per, told, beside)) for per in Per]
    )


def keep_hand_files(given: HandPayment, statement: Statement) -> list[HandFile]:
    """The same of what payroll is given by hand."""
    files = []
    for per in Per:
        told, beside = told_by_hand(statement, per)
        files.append(HandFile(hand_payment_id=given.id, **_written(per, [told], beside)))
    return tables.add_all(files)


def _written(per: Per, told: Iterable[Issued], beside: Beside) -> dict[str, Any]:
    chosen = export_maps.in_use(per)
    file = payroll_file(chosen, told, beside)
    sha256 = hashlib.sha256(file).hexdigest()
    return {"per": per, "chosen": as_stored(chosen), "file": file, "sha256": sha256}
