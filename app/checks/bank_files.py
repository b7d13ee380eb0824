"""Reads every file of a batch back: the bank's pays what it says, the ledger's sum to the same."""

import hashlib
from collections.abc import Mapping, Sequence

from app.database import acting_in
from app.gateways.sealing import SealBroken
from app.readings.paid_by_bank import told_of
from app.readings.sealed import bank_file_of
from app.storage import bank_batch_files, bank_batches, organisations, payments
from app.storage.bank_batch_files import BatchFile
from app.storage.bank_batches import BankBatch
from app.storage.invariants import Broken
from app.storage.payments import Payment
from invoices.payment.file_read import read_back
from invoices.payroll_files.export_map import Per
from invoices.payroll_files.read_back import rows_of

RULE = (
    "a payment file pays each statement its net once, both its sums say so,"
    " and payroll's and the ledger's files sum to the same"
)


def first_broken() -> Broken | None:
    """The first file over all organisations that says something else than its batch."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (batch := find_wrong()) is not None:
                return Broken(RULE, f"organisation {organisation_id}, batch {batch.number}")
    return None


def find_wrong() -> BankBatch | None:
    """The first such batch of the organisation acted in."""
    return next((one for one in bank_batches.all_batches() if not is_right(one)), None)


def is_right(batch: BankBatch) -> bool:
    """A batch that has no file yet is."""
    if batch.file is None:
        return True
    try:
        file = bank_file_of(batch)
    except SealBroken:
        return False
    items = payments.of_batch(batch.id)
    meant = {item.number: item.cents for item in items}
    same = hashlib.sha256(file).hexdigest() == batch.sha256
    return (
        same
        and read_back(file).agrees(batch.number, meant)
        and ledger_agrees(batch, items, bank_batch_files.of_batch(batch.id))
    )


def ledger_agrees(
    batch: BankBatch, items: Sequence[Payment], files: Mapping[Per, BatchFile]
) -> bool:
    """Lines and what stands below them sum to the payments, people to the money of what is new."""
    told, _ = told_of(batch, items)
    meant = {Per.LINE: batch.cents, Per.PERSON: sum(each.money_cents for each in told)}
    return all(
        hashlib.sha256(kept.file).hexdigest() == kept.sha256
        and sum(row.cents for row in rows_of(kept.file, kept.map)) == meant[per]
        for per, kept in files.items()
    )
