"""What a payroll run looks at, as one set: approved rows, in order, and why some wait.

The rows stand in tables of the running transaction, which go with it. They are not locked one by
one: that would write every page of theirs anew.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import text

from app.database import current_organisation, db
from app.storage.holding import FIRST_REASON
from app.storage.run_tables import ENTRIES, ask, make_tables
from invoices.pricing.fee_table import Work
from invoices.statements.statement import KINDS
from invoices.travel.costs import TAXED
from scheduling.kinds import RequestKind
from scheduling.wall_clock import TIME_ZONE

# The number is that of the trigger `lock_approved`, which shares the lock.
ALONE = "select pg_advisory_xact_lock(77, cast(:mine as integer))"

# Who is paid by whom, in the order of names.
EXPERTS = """
insert into run_experts
select id, row_number() over (order by sort_key collate "C", id), language,
  first_name || ' ' || last_name, coalesce(payroll_number, ''), finance_has_it,
  stopped_at is not null,
  exists (
    select from pay_holds
    where organisation_id = :mine and expert_id = expert.id and released_at is null
  ),
  :paid_by_bank and exists (
    select from payout_identities where organisation_id = :mine and expert_id = expert.id
  ) and exists (
    select from payout_accounts
    where organisation_id = :mine and expert_id = expert.id and confirmed_at is not null
  )
from experts as expert where organisation_id = :mine"""

# The lines of a person stand in the order of `invoices.statements.statement.draw_up`.
ROWS = """
insert into run_rows
select is_work, is_taxable, entry_id, expert_id, by_name,
  row_number() over (partition by by_name, reason is null order by day, place, entry_id),
  day, kind, title, pay_code, cost_centre, project_code, purpose, route, leaves_at, returns_at,
  decision_number, rate_id, cents, quantity, unit, unit_cents, waived, breakdown, state,
  held_because, reason
from ({judged}) as judged"""

JUDGED = """
select is_work, is_work or kind in ({taxed}) as is_taxable, entry_id, expert_id, by_name,
  array_position(array[{kinds}], kind) as place, day, kind, title,
  coalesce(pay_code, '') as pay_code, coalesce(cost_centre, '') as cost_centre,
  coalesce(project_code, '') as project_code, coalesce(purpose, '') as purpose,
  coalesce(route, '') as route, leaves_at, returns_at,
  coalesce(decision_number, '') as decision_number, rate_id, coalesce(amount_cents, 0) as cents,
  quantity, unit, unit_cents, waived, breakdown, state, held_because, {reason} as reason
from (select * from ({work}) as work union all select * from ({costs}) as costs) as fact
offset 0"""

FACTS = """
select {is_work} as is_work, entry.id as entry_id, entry.expert_id, expert.by_name, entry.day,
  entry.project_code, entry.state, entry.held_because, entry.price_cents as amount_cents,
  entry.quantity, entry.unit, entry.unit_cents, entry.waived, entry.breakdown, request.title,
  expert.person_number, expert.finance_has_data, expert.stopped,
  expert.held_by_finance, expert.has_payout_data, centre.code as cost_centre,
  entry.second_approved_cents,
  cast(:paid_by_bank as boolean) as paid_by_bank, {own}
from {entries} as entry
join run_experts as expert using (expert_id)
join assignments as assignment on assignment.organisation_id = entry.organisation_id
  and assignment.id = entry.assignment_id
join expert_requests as request on request.organisation_id = entry.organisation_id
  and request.id = assignment.request_id
left join cost_centres as centre on centre.organisation_id = entry.organisation_id
  and centre.id = entry.cost_centre_id
{joined}
where entry.organisation_id = :mine and entry.state in ('approved', 'held')
  and not exists (select from statement_lines as line
    where line.organisation_id = entry.organisation_id and line.is_live
    and line.{line_of} = entry.id)
  and assignment.payer <> 'other_pays' and assignment.payee = 'payroll'
  and entry.approved_at < (cast(:cut_off_on as date) + 1)::timestamp at time zone '{zone}'"""

# The price of the day of work: that of the kind of request, else the common one. Worked out once
# for each fee table, work and kind, which are few.
OF_WORK = """
  left join (
    select listed.decision_number, valid_from, until, of_work, of_kind,
      coalesce(own.id, common.id) as rate_id,
      case when own.id is null then common.given else own.given end as given,
      case when own.id is null then common.pay_code else own.pay_code end as pay_code
    from (
      select id, decision_number, valid_from, lead(valid_from) over (order by valid_from) as until
      from fee_tables
      where organisation_id = :mine and confirmed_at is not null and withdrawn_at is null
    ) as listed
    cross join unnest(array[{works}]) as of_work
    cross join unnest(array[{request_kinds}]) as of_kind
    left join rates as own on own.organisation_id = :mine and own.fee_table_id = listed.id
      and own.work = of_work and own.request_kind = of_kind
    left join rates as common on common.organisation_id = :mine
      and common.fee_table_id = listed.id and common.work = of_work and common.request_kind is null
    offset 0
  ) as price on of_work = entry.work and of_kind = request.kind and valid_from <= entry.day
    and (until is null or entry.day < until)"""
OWN_OF_WORK = """case when price.given is null then entry.work else 'given' end as kind,
    null as purpose, null as route, entry.starts_at as leaves_at, entry.ends_at as returns_at,
    price.decision_number, price.rate_id,
    coalesce(nullif(entry.pay_code, ''), price.pay_code) as pay_code,
    coalesce(assignment.pay_from > :cut_off_on, false) as later_chosen"""
OF_COSTS = """
  left join expense_pay_codes as code on code.organisation_id = entry.organisation_id
    and code.kind = entry.kind"""
OWN_OF_COSTS = """entry.kind, entry.purpose, entry.route, entry.leaves_at, entry.returns_at,
    null as decision_number, null::bigint as rate_id,
    coalesce(nullif(entry.pay_code, ''), code.pay_code) as pay_code, false as later_chosen"""

# What waits, and what waited and goes now.
HELD = """
insert into run_held select is_work, entry_id, held_because, reason
from run_rows where reason is not null or state = 'held'"""


def gather(cut_off_on: date, *, paid_by_bank: bool = False) -> None:
    """What was approved by the cut-off, and of each row why it waits, if it does.

    From now on until the run is kept nothing approved changes; see `app.storage.entries.RunGoesOn`.
    """
    ask(ALONE, mine=current_organisation())
    make_tables()
    values = {"mine": current_organisation(), "paid_by_bank": paid_by_bank}
    ask(EXPERTS, **values)
    of_work = OF_WORK.format(works=_listed(Work), request_kinds=_listed(RequestKind))
    facts = (
        FACTS.format(
            is_work=is_work,
            entries=entries,
            line_of=line_of,
            own=OWN_OF_WORK if is_work else OWN_OF_COSTS,
            joined=of_work if is_work else OF_COSTS,
            zone=TIME_ZONE,
        )
        for is_work, entries, line_of, _ in ENTRIES
    )
    work, costs = facts
    judged = JUDGED.format(
        work=work, costs=costs, kinds=_listed(KINDS), taxed=_listed(TAXED), reason=FIRST_REASON
    )
    ask(ROWS.format(judged=judged), cut_off_on=cut_off_on, **values)
    ask("analyze run_rows (by_name, rate_id, reason)")
    ask(HELD)
    ask("analyze run_held")


def count_held() -> int:
    return db.session.scalar(text("select count(reason) from run_held")) or 0


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
