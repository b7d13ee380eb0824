"""Statements whose lines are settled otherwise now, though each entry alone stays. Reads."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.readings.settle_together import Before, counted_of
from app.storage import settled_lines
from app.storage.settled_lines import WorkLine
from invoices.pricing.fee_table import FeeTable
from invoices.pricing.price import Price
from invoices.statements.statement import StatementKind


def settled_otherwise(
    tables: Sequence[FeeTable], codes: Collection[str], mended: Mapping[int, Price]
) -> list[int]:
    """Ids of those that stand and have not been corrected by hand.

    codes   of prices that count several entries, or did
    mended  prices of entries that were wrong alone, by entry
    """
    people = settled_lines.people_with(codes)
    lines = [line for line in settled_lines.work_lines(people) if line.ended_by is None]
    entries = settled_lines.entries({line.entry_id for line in lines})
    before: dict[int, Before] = defaultdict(Before)
    found = []
    for statement_id, own in _by_statement(lines).items():
        stored = {line.entry_id: counted_of(entries[line.entry_id], tables, codes) for line in own}
        counted = [
            replace(each, price=mended.get(entry_id, each.price))
            for entry_id, each in stored.items()
            if each is not None
        ]
        hers = before[own[0].expert_id]
        settled = hers.settle(counted)
        hers.add(counted, settled)
        is_other = any(
            settled[f"hour-{line.entry_id}"].cents != line.cents
            for line in own
            if f"hour-{line.entry_id}" in settled
        )
        if is_other and own[0].kind == StatementKind.STATEMENT:
            found.append(statement_id)
    return found


def _by_statement(lines: Sequence[WorkLine]) -> dict[int, list[WorkLine]]:
    """In the order of issue."""
    found: dict[int, list[WorkLine]] = defaultdict(list)
    for line in lines:
        found[line.statement_id].append(line)
    return found
