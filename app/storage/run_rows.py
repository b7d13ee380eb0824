"""What a payroll run looks at, as one set: approved rows, why some wait, and their sums.

The rows stand in tables of the running transaction, which go with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import text

from app.database import current_organisation, db
from app.storage.earnings import TIME_ZONE
from app.storage.holding import FIRST_REASON
from app.storage.run_tables import ENTRIES, ask, copied, make_tables
from invoices.pricing.price import Price
from invoices.statements.statement import KINDS
from invoices.travel.costs import TAXED

FACTS = """
insert into run_rows
select {is_work}, {is_work} or kind in ({taxed}), entry_id, expert_id, day,
  array_position(array[{kinds}], kind), kind, title, coalesce(pay_code, ''),
  coalesce(cost_centre, ''), coalesce(project_code, ''), coalesce(purpose, ''),
  coalesce(route, ''), leaves_at, returns_at, coalesce(decision_number, ''), rate_id,
  coalesce(amount_cents, 0), coalesce(breakdown, '[]'), state, held_because, {reason}
from (
  select entry.id as entry_id, entry.expert_id, entry.day, entry.project_code, entry.state,
    entry.held_because, entry.price_cents as amount_cents, entry.breakdown, request.title,
    expert.payroll_number as person_number, expert.finance_has_it as finance_has_data,
    expert.stopped_at is not null as stopped, hold.id is not null as held_by_finance,
    centre.code as cost_centre, true as figure_confirmed,
    cast(:paid_by_bank as boolean) as paid_by_bank, :paid_by_bank and exists (
      select from payout_identities
      where organisation_id = entry.organisation_id and expert_id = entry.expert_id
    ) and exists (
      select from payout_accounts
      where organisation_id = entry.organisation_id and expert_id = entry.expert_id
        and confirmed_at is not null
    ) as has_payout_data, {own}
  from {entries} as entry
  join assignments as assignment on assignment.organisation_id = entry.organisation_id
    and assignment.id = entry.assignment_id
  join expert_requests as request on request.organisation_id = entry.organisation_id
    and request.id = assignment.request_id
  join experts as expert on expert.organisation_id = entry.organisation_id
    and expert.id = entry.expert_id
  left join cost_centres as centre on centre.organisation_id = entry.organisation_id
    and centre.id = entry.cost_centre_id
  left join pay_holds as hold on hold.organisation_id = entry.organisation_id
    and hold.expert_id = entry.expert_id and hold.released_at is null
  {joined}
  where entry.organisation_id = :mine and entry.state in ('approved', 'held')
    and not exists (select from statement_lines as line
      where line.organisation_id = entry.organisation_id and line.is_live
      and line.{line_of} = entry.id)
    and assignment.payer <> 'other_pays' and assignment.payee = 'payroll'
    and (entry.approved_at at time zone '{zone}')::date <= :cut_off_on
  for no key update of entry
) as fact"""

# The price of the day of work: that of the kind of request, else the common one.
OF_WORK = """
  left join (
    select id, decision_number, valid_from, lead(valid_from) over (order by valid_from) as until
    from fee_tables where organisation_id = :mine
  ) as prices on prices.valid_from <= entry.day
    and (prices.until is null or entry.day < prices.until)
  left join rates as own on own.organisation_id = :mine and own.fee_table_id = prices.id
    and own.work = entry.work and own.request_kind = request.kind
  left join rates as common on common.organisation_id = :mine
    and common.fee_table_id = prices.id and common.work = entry.work
    and common.request_kind is null"""
OWN_OF_WORK = """case when (
      case when own.id is null then common.given else own.given end
    ) is null then entry.work else 'given' end as kind, null as purpose, null as route,
    entry.starts_at as leaves_at, entry.ends_at as returns_at, prices.decision_number,
    coalesce(own.id, common.id) as rate_id,
    coalesce(nullif(entry.pay_code, ''),
      case when own.id is null then common.pay_code else own.pay_code end) as pay_code,
    coalesce(assignment.pay_from > :cut_off_on, false) as later_chosen"""
OF_COSTS = """
  left join expense_pay_codes as code on code.organisation_id = entry.organisation_id
    and code.kind = entry.kind"""
OWN_OF_COSTS = """entry.kind, entry.purpose, entry.route, entry.leaves_at, entry.returns_at,
    null as decision_number, null::bigint as rate_id,
    coalesce(nullif(entry.pay_code, ''), code.pay_code) as pay_code, false as later_chosen"""

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
), going as (
  select * from run_rows where is_work and reason is null and cents > 0
)
select expert_id from going join cap using (rate_id)
group by expert_id, code, period, date_trunc(period, day::timestamp)
having sum(cents) > min(most)
union
select expert_id from going join daily using (rate_id)
group by expert_id, code, day having count(*) > 1
union
select going.expert_id from going join cap using (rate_id)
join hour_entries as earlier on earlier.organisation_id = :mine
  and earlier.expert_id = going.expert_id
join statement_lines as line on line.organisation_id = :mine and line.is_live
  and line.hour_entry_id = earlier.id
where date_trunc(period, line.day::timestamp) = date_trunc(period, going.day::timestamp)""")

COUNTS = text("""
select count(distinct expert_id) filter (where reason is null) as persons,
  coalesce(sum(cents) filter (where reason is null), 0) as total_cents,
  count(reason) as held
from run_rows""")


@dataclass(frozen=True)
class Counts:
    persons: int
    total_cents: int
    held: int


@dataclass(frozen=True)
class Together:
    """Prices that count several entries: caps as (rate, code, period, cents), days as (rate,
    code)."""

    caps: tuple[tuple[int, str, str, int], ...]
    days: tuple[tuple[int, str], ...]


def gather(cut_off_on: date, *, paid_by_bank: bool = False) -> None:
    """Lock what was approved by the cut-off and say of each row why it waits, if it does."""
    make_tables()
    values = {
        "mine": current_organisation(),
        "cut_off_on": cut_off_on,
        "paid_by_bank": paid_by_bank,
    }
    for is_work, entries, line_of, _ in ENTRIES:
        question = FACTS.format(
            is_work=is_work,
            entries=entries,
            line_of=line_of,
            kinds=_listed(KINDS),
            taxed=_listed(TAXED),
            own=OWN_OF_WORK if is_work else OWN_OF_COSTS,
            joined=OF_WORK if is_work else OF_COSTS,
            reason=FIRST_REASON,
            zone=TIME_ZONE,
        )
        ask(question, **values)
    ask("analyze run_rows (expert_id, rate_id)")


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
    people = list(db.session.scalars(SETTLING, values))
    if not people:
        return []
    counted = [rate for rate, *_ in (*together.caps, *together.days)]
    question = (
        "select entry_id from run_rows where is_work and reason is null"
        " and expert_id = any(:people) and rate_id = any(:counted)"
    )
    return list(db.session.scalars(text(question), {"people": people, "counted": counted}))


def keep_settled(prices: Mapping[int, Price]) -> None:
    """Prices that came out otherwise than alone, by hour entry."""
    if not prices:
        return
    copied(
        "run_settled (entry_id, cents, quantity, unit, unit_cents, waived, breakdown)",
        (
            (entry_id, price.cents, price.quantity, price.unit, price.unit_cents, price.waived)
            + (Jsonb(list(price.breakdown)),)
            for entry_id, price in prices.items()
        ),
    )
    ask(
        "update run_rows set cents = settled.cents from run_settled as settled"
        " where is_work and settled.entry_id = run_rows.entry_id"
    )


def counts() -> Counts:
    row = db.session.execute(COUNTS).one()
    return Counts(row.persons, int(row.total_cents), row.held)


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


def _columns(rows: tuple[tuple[Any, ...], ...], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
