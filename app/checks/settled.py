"""Works out anew what days by their length and caps made of the lines of issued statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.database import acting_in
from app.readings.settle_together import before_of, counted_of, days_of
from app.storage import disposals, fee_tables, organisations, settled_lines
from app.storage.hour_entries import HourEntry
from app.storage.invariants import Broken
from app.storage.settled_lines import WorkLine
from invoices.pricing.fee_table import FeeTable, codes_counted_together
from invoices.statements.statement import StatementKind

RULE = "a line settled over several entries is what these and earlier payments make of it"


def first_broken() -> Broken | None:
    """The first statement over all organisations with a line that comes to another sum."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (wrong := find_wrong()) is not None:
                where = (
                    f"organisation {organisation_id}, statement {wrong.statement_id},"
                    f" hours {wrong.entry_id}"
                )
                return Broken(RULE, where)
    return None


def find_wrong() -> WorkLine | None:
    """The first such line of the organisation acted in, in the order of statements.

    What has been put right since is left out: its prices may have been mended. So is work of years
    whose accounting has been destroyed: what it was counted with is not there any more.
    """
    tables = fee_tables.price_list()
    if not codes_counted_together(tables):
        return None
    lines = settled_lines.work_lines()
    entries = settled_lines.entries({line.entry_id for line in lines})
    hers: dict[int, list[WorkLine]] = defaultdict(list)
    statements: dict[int, list[WorkLine]] = defaultdict(list)
    destroyed_to = disposals.destroyed_to() or 0
    for line in lines:
        hers[line.expert_id].append(line)
        may_tell = line.day.year > destroyed_to and line.ended_by is None
        if line.kind == StatementKind.STATEMENT and may_tell:
            statements[line.statement_id].append(line)
    for own in statements.values():
        if (wrong := _wrong_of(own, hers[own[0].expert_id], entries, tables)) is not None:
            return wrong
    return None


def _wrong_of(
    own: Sequence[WorkLine],
    hers: Iterable[WorkLine],
    entries: Mapping[int, HourEntry],
    tables: Sequence[FeeTable],
) -> WorkLine | None:
    """own: the lines of one statement; hers: all of the same person."""
    codes = codes_counted_together(tables)
    found = [counted_of(entries[line.entry_id], tables, codes) for line in own]
    counted = [each for each in found if each is not None]
    if not counted:
        return None
    earlier = (line for line in hers if _stood_before(line, own[0].statement_id))
    days = days_of({own[0].expert_id: counted})
    settled = before_of(earlier, tables, codes, days)[own[0].expert_id].settle(counted)
    for line in own:
        price = settled.get(f"hour-{line.entry_id}")
        if price is not None and price.cents != line.cents:
            return line
    return None


def _stood_before(line: WorkLine, statement_id: int) -> bool:
    """Whether it was on a statement when this one was issued."""
    stood = line.ended_by is None or line.ended_by > statement_id
    return line.statement_id < statement_id and stood and bool(line.code)
