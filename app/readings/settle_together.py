"""Prices that are known only over several entries of one person; nothing is stored here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from app.readings.entry_prices import hours_of, rate_of
from app.storage import fee_tables, payable, run_settled, statement_lines
from app.storage.entry_lists import AnyEntry
from app.storage.hour_entries import HourEntry
from app.storage.payable import Payable
from app.storage.run_settled import Together
from invoices.pricing.fee_table import FeeTable, PriceUnit, Rate, codes_counted_together
from invoices.pricing.price import Price
from invoices.pricing.priced import read_price
from invoices.pricing.terms import Period
from invoices.pricing.together import Counted, PaidBefore, name_of, settle
from invoices.refusals import MoneyRefusal


def settled_prices(rows: Iterable[Payable], tables: Sequence[FeeTable]) -> dict[str, Price]:
    """By entry, of those whose price says something over several entries."""
    if not (codes := codes_counted_together(tables)):
        return {}
    people: dict[int, list[Counted]] = defaultdict(list)
    for row in rows:
        if (each := counted_of(row.entry, tables, codes)) is not None:
            people[row.expert.id].append(each)
    paid_before = _paid_before(people)
    return {
        name: price
        for expert_id, entries in people.items()
        for name, price in settle(entries, paid_before[expert_id]).items()
    }


def settle_rows_of_run() -> None:
    """The same over a run's rows, of the people with whom it may come out otherwise than alone."""
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
        prices = settled_prices(rows, fee_tables.price_list())
        run_settled.keep_settled(
            {row.entry.id: prices[row.name] for row in rows if row.name in prices}
        )


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


def counted_of(
    entry: AnyEntry, tables: Sequence[FeeTable], codes: Collection[str]
) -> Counted | None:
    """None: its price counts with no other entry. codes: of those that do."""
    if not isinstance(entry, HourEntry):
        return None
    price = read_price(entry.price_cents or 0, entry.breakdown or ())
    try:
        rate = rate_of(entry, tables)
    except MoneyRefusal:
        return None
    if price.waived or rate.code not in codes:
        return None
    name = f"hour-{entry.id}"
    return Counted(entry=name, day=entry.day, hours=hours_of(entry), rate=rate, price=price)


def _paid_before(people: Mapping[int, Collection[Counted]]) -> Mapping[int, PaidBefore]:
    """By expert, in the years of their entries."""
    years = {each.day.year for entries in people.values() for each in entries}
    sums: dict[int, dict[tuple[str, Period, str], int]] = {
        expert_id: defaultdict(int) for expert_id in people
    }
    for expert_id, code, day, cents in statement_lines.paid_by_rate(people, years):
        for period in Period:
            sums[expert_id][code, period, name_of(period, day)] += cents
    return sums
