"""Reads every payment file back and checks that it pays what its batch says, and nothing else."""

import hashlib

from app.database import acting_in
from app.gateways.sealing import SealBroken
from app.readings.sealed import bank_file_of
from app.storage import organisations, payments
from app.storage.invariants import Broken
from app.storage.payments import BankBatch
from invoices.payment.file_read import read_back

RULE = "a payment file pays each statement its net once, and both its sums say so"


def first_broken() -> Broken | None:
    """The first file over all organisations that says something else than its batch."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (batch := find_wrong()) is not None:
                return Broken(RULE, f"organisation {organisation_id}, batch {batch.number}")
    return None


def find_wrong() -> BankBatch | None:
    """The first such batch of the organisation acted in."""
    return next((one for one in payments.all_batches() if not is_right(one)), None)


def is_right(batch: BankBatch) -> bool:
    """A batch that has no file yet is."""
    if batch.file is None:
        return True
    try:
        file = bank_file_of(batch)
    except SealBroken:
        return False
    meant = {item.number: item.cents for item in payments.of_batch(batch.id)}
    same = hashlib.sha256(file).hexdigest() == batch.sha256
    return same and read_back(file).agrees(batch.number, meant)
