"""What the tables of money hold, and the campaign that finds out whether an act leaves a half."""

import os
from collections.abc import Callable

from sqlalchemy import text

from app import checks
from app.database import db
from app.storage import invariants
from tests.faults.killed import KILLED, boundaries_of, killed_at

SCALE = float(os.environ.get("SCALE", "0"))
SAMPLE = 5  # boundaries of one act in the everyday run; SCALE=1 dies at all of them
TABLES = (
    "rates",
    "hour_entries",
    "expense_entries",
    "statement_runs",
    "statement_counters",
    "statements",
    "statement_lines",
    "corrections",
    "payment_batches",
    "net_pays",
    "bank_batches",
    "payments",
    "register_deliveries",
    "register_reports",
    "changes",
    "messages",
)
JOBS = (
    "select count(*)::text from procrastinate_jobs"
    " where args ->> 'organisation_id' = current_setting('app.organisation_id')"
)


class Torn(AssertionError):
    """Half of an act is left."""


def kept() -> dict[str, str]:
    """A sum of every row of the organisation acted in, by table."""
    db.session.rollback()
    sums = {
        table: db.session.scalar(
            text(
                f"select coalesce(md5(string_agg(one::text, '|' order by id)), '') from {table} one"
            )
        )
        for table in TABLES
    }
    return {**sums, "jobs": db.session.scalar(text(JOBS))}


def refuse_broken() -> None:
    """Raises Torn for a rule of the verifier that does not hold where we act."""
    db.session.rollback()
    db.session.expire_all()
    found = invariants.first_wrong_row() or next(filter(None, checks.statements.violations()), None)
    if found is None:
        found = checks.prices.find_wrong() or checks.bank_files.find_wrong()
    if found is None:
        found = checks.register_files.find_wrong()
    db.session.rollback()
    if found is not None:
        raise Torn(found)


def killed_everywhere(act: Callable[[], object], *, most: int = SAMPLE) -> int:
    """How many boundaries there are; afterwards it is done. Raises Torn.

    The everyday run dies at some of them, and always before the commit and after it.
    """
    before, last = kept(), boundaries_of(act)
    for boundary in _chosen(last, last if SCALE >= 1 else most):
        ended = killed_at(boundary, act)
        refuse_broken()
        if ended != KILLED or (kept() == before) != (boundary < last):
            raise Torn(boundary, [name for name, sum_ in kept().items() if sum_ != before[name]])
    _refuse_more(act)
    return last


def _refuse_more(act: Callable[[], object]) -> None:
    """What was done is whole: a second time adds nothing."""
    done = kept()
    killed_at(0, act)
    refuse_broken()
    if kept() != done:
        raise Torn("a second time", [name for name, sum_ in kept().items() if sum_ != done[name]])


def _chosen(last: int, most: int) -> list[int]:
    """Evenly from 1 on; the two around the commit are always there."""
    step = max(1, (last - 2) // most)
    return [*range(1, last - 1, step), last - 1, last]
