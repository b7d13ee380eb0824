"""What must always hold, asked in SQL of its own: each question returns the rows that break it.

The questions are put by the owner over all organisations, and do not use the tables' models.
"""

from sqlalchemy import text

from app.database import db
from app.storage.invariants import (
    balances,
    bank,
    corrections,
    destroyed,
    erased,
    guards,
    invoices,
    money,
    register,
    time,
)
from app.storage.invariants.guards import GLOBAL
from app.storage.invariants.invariant import Broken, Invariant

__all__ = ["GLOBAL", "Broken", "Invariant", "first_broken", "first_wrong_row"]

QUESTIONS = (
    *money.QUESTIONS,
    *corrections.QUESTIONS,
    *invoices.QUESTIONS,
    *bank.QUESTIONS,
    *balances.QUESTIONS,
    *register.QUESTIONS,
    *time.QUESTIONS,
    *erased.QUESTIONS,
    *destroyed.QUESTIONS,
)


def first_broken() -> Broken | None:
    """In the order money, time, tenancy."""
    return first_wrong_row() or guards.first_unguarded()


def first_wrong_row() -> Broken | None:
    """Of money or time."""
    for invariant in QUESTIONS:
        limited = text(f"select * from ({invariant.question}) as found order by 1, 2 limit 1")
        if (row := db.session.execute(limited).first()) is not None:
            organisation_id, row_id = row
            where = f"organisation {organisation_id}, {invariant.table} {row_id}"
            return Broken(invariant.rule, where)
    return None
