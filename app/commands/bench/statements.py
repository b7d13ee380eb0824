"""`rinnalla bench statements`: a payroll run, beside the same row by row and by bulk inserts.

Beside inserting the finished rows, too: see `app.commands.bench.finished_rows`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

from sqlalchemy import text

from app.commands.bench import bulk_core, row_by_row
from app.commands.bench.cases import Case, at_least, at_most, told
from app.commands.bench.finished_rows import FinishedRows
from app.commands.bench.paid_month import MONTH, PaidMonth, paid_month
from app.database import db
from app.storage.statements import StatementRun
from app.use_cases import run_statements

Run = Callable[..., StatementRun]
OURS: Run = run_statements.run_statements
ROW_BY_ROW: Run = row_by_row.run_statements
BULK: Run = bulk_core.run_statements
PLAIN = {"row by row": ROW_BY_ROW, "bulk inserts": BULK}
REPEATS = 3
# All that a run leaves behind but its ids, which nobody reads.
LEFT = (
    "select to_jsonb(one) - '{id}'::text[] from statement_runs as one order by id",
    "select to_jsonb(one) - '{id, run_id}'::text[] from statements as one order by number",
    "select statements.number, to_jsonb(one) - '{id, statement_id}'::text[]"
    " from statement_lines as one join statements on statements.id = one.statement_id"
    " order by statements.number, one.position",
    "select subject, subject_id, became, reason, actor_name, at from changes"
    " where subject <> 'statement_run' order by subject, subject_id",
    "select id, state, held_because, version from hour_entries where state <> 'approved'"
    " order by id",
    "select id, state, held_because, version from expense_entries where state <> 'approved'"
    " order by id",
    "select last_number, last_hash from statement_counters",
)
# The hash of the last statement covers every business column of all before it.
LAST = text("select last_number, last_hash from statement_counters")

HASHED = text("select number, hash from statements where number = :number")


class NotEqual(AssertionError):
    """Two ways of the same run left something else behind."""


def cases(quick: bool) -> Iterator[Case]:
    sample, people = (300, 3_000) if quick else (2_000, 100_000)
    with paid_month(sample) as month:
        _compare(month)
    with paid_month(people) as month:
        yield from _measured(month, sample, 1 if quick else REPEATS)


def _compare(month: PaidMonth) -> None:
    left = {}
    for run in (OURS, BULK, ROW_BY_ROW):
        _seconds(month, run)
        left[run] = [_digest(question) for question in LEFT]
    if not left[OURS] == left[BULK] == left[ROW_BY_ROW]:
        raise NotEqual([a == b == c for a, b, c in zip(*left.values(), strict=True)])


def _measured(month: PaidMonth, sample: int, repeats: int) -> Iterator[Case]:
    """In turn, so that all share the machine's moods; the least of each.

    The two plain ways go over the first people of the month, among all that the tables hold, and
    leave what ours leaves of those people. A line of theirs is what one more costs: what they ask
    once of everybody is not multiplied.
    """
    took: dict[str, list[float]] = defaultdict(list)
    lasts = set()
    _seconds(month, OURS)
    lines, last = _lines(), db.session.execute(LAST).one()
    finished = FinishedRows(month)
    for _ in range(repeats):
        took["handed over"].append(_timed(month, finished.hand_over))
        took["moved"].append(_timed(month, finished.move))
        for way, run in PLAIN.items():
            took[way].append(_seconds_a_line(month, run, sample))
            lasts.add(tuple(db.session.execute(LAST).one()))
        took["ours"].append(_seconds(month, OURS))
    if (lines, last) != (_lines(), db.session.execute(LAST).one()):
        raise NotEqual(lines, last)
    if lasts != {
        tuple(db.session.execute(HASHED, {"number": number}).one()) for number, _ in lasts
    }:
        raise NotEqual(lasts)
    case = f"{_people():,} people, {lines:,} lines"
    least = {way: min(seconds) for way, seconds in took.items()}
    ours = least["ours"]
    for way, goal in (("row by row", 45), ("bulk inserts", 3.5)):
        yield at_least(case, f"sooner than {way}", least[way] * lines / ours, "×", goal=goal)
    floor = ours / least["handed over"]
    yield at_most(case, "beside inserting the finished rows", floor, "×", goal=1.8)
    yield told(case, "beside moving them inside the database", ours / least["moved"], "×")
    yield at_least(case, "lines", lines / ours, "/s", goal=0)
    for way in PLAIN:
        yield told(f"the first {sample:,} of them", way, least[way] * 1_000_000, "µs a line")


def _seconds(month: PaidMonth, run: Run) -> float:
    return _timed(month, lambda: run(by=month.by, month=MONTH))


def _seconds_a_line(month: PaidMonth, run: Run, people: int) -> float:
    """Of so many people, without what a tenth of them took."""
    few, lines = _seconds(month, partial(run, most=people // 10)), _lines()
    return (_seconds(month, partial(run, most=people)) - few) / (_lines() - lines)


def _timed(month: PaidMonth, act: Callable[[], object]) -> float:
    month.afresh()
    began = perf_counter()
    act()
    return perf_counter() - began


def _lines() -> int:
    return db.session.scalar(text("select count(*) from statement_lines")) or 0


def _people() -> int:
    return db.session.scalar(text("select count(*) from experts")) or 0


def _digest(question: str) -> str:
    rows = db.session.execute(text(question))
    return hashlib.sha256("\n".join(str(tuple(row)) for row in rows).encode()).hexdigest()
