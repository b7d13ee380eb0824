"""Settles what is known only over several entries of a person, over the rows of a payroll run."""

from collections.abc import Iterable

from app.readings import settle_together
from app.storage import fee_tables, payable, run_settled
from app.storage.run_settled import Together
from invoices.pricing.fee_table import PriceUnit, Rate
from invoices.pricing.terms import Period


def settle_rows_of_run() -> None:
    """Of the people with whom the price of a day or a cap may come out otherwise than alone."""
    rates = fee_tables.counted_together()
    together = Together(
        caps=tuple(
            (rate_id, rate.code, str(cap.per), cap.cents)
            for rate_id, rate in rates
            for cap in rate.terms.caps
        )
        + _without_cap(rates),
        days=tuple((rate_id, rate.code) for rate_id, rate in rates if rate.unit == PriceUnit.DAY),
    )
    if entry_ids := run_settled.settled_together(together):
        rows = payable.of_hours(entry_ids)
        settled = settle_together.settled_or_held(rows, fee_tables.price_list())
        run_settled.keep_settled(
            {row.entry.id: settled.prices[row.name] for row in rows if row.name in settled.prices}
        )
        run_settled.hold_settled([row.entry.id for row in rows if row.name in settled.held])


def _without_cap(
    rates: Iterable[tuple[int, Rate]],
) -> tuple[tuple[int, str, str, int | None], ...]:
    """What counts in a cap of the same price in another fee table, and is not cut by it."""
    capped = {(rate.code, cap.per) for _, rate in rates for cap in rate.terms.caps}
    return tuple(
        (rate_id, rate.code, str(period), None)
        for rate_id, rate in rates
        for period in Period
        if (rate.code, period) in capped and period not in {cap.per for cap in rate.terms.caps}
    )
