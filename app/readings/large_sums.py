"""What approved rows come to when they are paid, to see which of them two people approve. Reads."""

from collections.abc import Collection

from app.readings.settle_together import settled_prices
from app.storage import fee_tables, payable
from app.storage.entry_lists import AnyEntry
from app.storage.hour_entries import HourEntry
from invoices.pricing.together import whole_cents


def sum_of(entry: AnyEntry) -> int:
    return sums_of([entry])[entry.ref]


def sums_of(entries: Collection[AnyEntry]) -> dict[str, int]:
    """In cents, by `ref`: as approved, or more where a day by its length carries its other pieces,
    those on earlier statements too.

    As if everything approved by now went with the next run.
    """
    people = {each.expert_id for each in entries if isinstance(each, HourEntry)}
    rows = payable.hours_of(people) if people else []
    settled = settled_prices(rows, fee_tables.price_list())
    together = {
        row.entry.ref: whole_cents(settled[row.name]) for row in rows if row.name in settled
    }
    return {each.ref: max(each.price_cents or 0, together.get(each.ref, 0)) for each in entries}
