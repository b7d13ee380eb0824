"""Reads back what payroll was told by hand: each file sums to the money of its statement."""

import hashlib

from app.database import acting_in
from app.storage import hand_files, organisations, statements
from app.storage.hand_files import Given
from app.storage.invariants import Broken
from invoices.payroll_files.read_back import rows_of

RULE = "both files of what payroll was given by hand sum to the money of its statement"


def first_broken() -> Broken | None:
    """The first giving over all organisations with a file that says something else."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            wrong = next((one for one in hand_files.given() if not is_right(one)), None)
            if wrong is not None:
                where = f"organisation {organisation_id}, statement {wrong.payment.statement_id}"
                return Broken(RULE, where)
    return None


def is_right(given: Given) -> bool:
    """What was given before such files were written has none."""
    money = statements.get(given.payment.statement_id).values().money_cents
    return all(
        hashlib.sha256(kept.file).hexdigest() == kept.sha256
        and sum(row.cents for row in rows_of(kept.file, kept.map)) == money
        for kept in given.files.values()
    )
