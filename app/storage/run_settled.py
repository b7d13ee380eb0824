"""What a payroll run settles over several entries of a person: who, and what came of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from app.database import current_organisation, db
from app.storage.price_steps import spelt
from app.storage.run_tables import ask, copied
from invoices.pricing.price import Price
from invoices.statements.held import HeldReason

# People whose entries may come out otherwise than alone. Too many is no harm, too few would be.
SETTLING = text("""
with cap as (
  select * from unnest(
    cast(:cap_rates as bigint[]), cast(:cap_codes as text[]),
    cast(:periods as text[]), cast(:most as bigint[])
  ) as cap(rate_id, code, period, most)
), daily as (
  select * from unnest(cast(:day_rates as bigint[]), cast(:day_codes as text[]))
    as daily(rate_id, code)
), counted as materialized (
  select entry_id, expert_id, rate_id, day, cents from run_rows
  where rate_id = any(cast(:cap_rates as bigint[]) || cast(:day_rates as bigint[]))
    and is_work and reason is null
), going as (
  select * from counted where cents > 0
), people as (
  select expert_id from going join cap using (rate_id)
  group by expert_id, code, period, date_trunc(period, day::timestamp)
  having sum(cents) > min(most)
  union
  select expert_id from going join daily using (rate_id)
  group by expert_id, code, day having count(*) > 1
  union
  select going.expert_id from going
  join (select rate_id, period from cap union all select rate_id, 'day' from daily) as within
    using (rate_id)
  join hour_entries as earlier on earlier.organisation_id = :mine
    and earlier.expert_id = going.expert_id
  join statement_lines as line on line.organisation_id = :mine and line.is_live
    and line.hour_entry_id = earlier.id
  where date_trunc(period, line.day::timestamp) = date_trunc(period, going.day::timestamp)
)
select entry_id from counted join people using (expert_id)""")

HOLD_SETTLED = f"""
update run_rows set reason = '{HeldReason.SECOND_APPROVAL}'
where is_work and entry_id = any(cast(:ids as bigint[]));
delete from run_held where is_work and entry_id = any(cast(:ids as bigint[]));
insert into run_held select is_work, entry_id, held_because, reason
from run_rows where is_work and entry_id = any(cast(:ids as bigint[]));
update run_rows set position = going.position from (
  select by_name, is_work, entry_id,
    row_number() over (partition by by_name order by position) as position
  from run_rows where reason is null and by_name in (
    select by_name from run_rows where is_work and entry_id = any(cast(:ids as bigint[])))
) as going
where (run_rows.by_name, run_rows.is_work, run_rows.entry_id)
  = (going.by_name, going.is_work, going.entry_id)"""


@dataclass(frozen=True)
class Together:
    """Prices that count several entries: caps as (rate, code, period, cents), days as (rate,
    code). Without cents: counted in the cap of another fee table."""

    caps: tuple[tuple[int, str, str, int | None], ...]
    days: tuple[tuple[int, str], ...]


def settled_together(together: Together) -> list[int]:
    """Hour entries of people whose prices have to be looked at over several entries."""
    if not together.caps and not together.days:
        return []
    rates, codes, periods, most = _columns(together.caps, 4)
    day_rates, day_codes = _columns(together.days, 2)
    values: dict[str, Any] = {
        "cap_rates": rates,
        "cap_codes": codes,
        "periods": periods,
        "most": most,
    }
    values |= {"day_rates": day_rates, "day_codes": day_codes, "mine": current_organisation()}
    return list(db.session.scalars(SETTLING, values))


def keep_settled(prices: Mapping[int, Price]) -> None:
    """Prices that came out otherwise than alone, by hour entry."""
    if not prices:
        return
    copied(
        "run_settled (entry_id, cents, quantity, unit, unit_cents, waived, breakdown)",
        (
            (entry_id, price.cents, price.quantity, price.unit, price.unit_cents, price.waived)
            + (spelt(price.breakdown),)
            for entry_id, price in prices.items()
        ),
    )
    ask(
        "update run_rows set cents = settled.cents, quantity = settled.quantity,"
        " unit = settled.unit, unit_cents = settled.unit_cents, waived = settled.waived,"
        " breakdown = settled.breakdown from run_settled as settled"
        " where is_work and settled.entry_id = run_rows.entry_id"
    )


def hold_settled(entry_ids: Collection[int]) -> None:
    """Hour entries that come to more together than two people have approved; the lines of those
    people are counted anew."""
    if not entry_ids:
        return
    for step in HOLD_SETTLED.split(";"):
        ask(step, ids=list(entry_ids))


def _columns(rows: tuple[tuple[Any, ...], ...], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
