"""Money that payroll pays, by how far it has come: one question for list and sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import text

from app.database import current_organisation, db
from app.storage import statements
from scheduling.wall_clock import TIME_ZONE


class Stage(StrEnum):
    HELD = "held"  # payroll cannot pay yet, or said so
    READY = "ready"  # approved, in no run
    IN_RUN = "in_run"  # on a statement, payroll has no file of it
    BOUNCED = "bounced"  # the bank did not pay it
    BATCHED = "batched"  # in a payment batch, the bank has no file of it
    AT_BANK = "at_bank"  # the bank was given the file
    EXPORTED = "exported"  # handed over to payroll
    PAID = "paid"


OPEN = tuple(stage for stage in Stage if stage != Stage.PAID)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """month: of payment, as 2026-12; what is on no statement has none and is in every month."""

    stages: Sequence[Stage] = OPEN
    month: str | None = None
    cost_centre: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Group:
    """Rows of one person in one stage, of one statement, held for one reason.

    said: what payroll answered of the statement it holds
    """

    stage: Stage
    expert_id: int
    person: str
    statement_id: int | None
    number: str | None
    run_id: int | None
    reason: str | None
    said: str | None
    pay_on: date | None
    paid_on: date | None
    rows: int
    cents: int
    approved_on: date  # the oldest of them


# What stands on statements and what still waits, of hours and of costs alike.
OF_KIND = """
  select entry.expert_id, null as state, null as held_because, line.amount_cents as cents,
    coalesce(entry.approved_at, statement.issued_at) as approved_at, line.cost_centre as centre,
    statement.id as statement_id
  from statements as statement
  join statement_lines as line on line.organisation_id = statement.organisation_id
    and line.statement_id = statement.id
  join {entries} as entry on entry.organisation_id = line.organisation_id
    and entry.id = line.{entry_id}
  where statement.organisation_id = :organisation and statement.kind <> 'credit'
    and statement.state <> 'credited'
  union all
  select entry.expert_id, entry.state, entry.held_because, entry.price_cents,
    entry.approved_at, centre.code, null
  from {entries} as entry
  join assignments as assignment on assignment.organisation_id = entry.organisation_id
    and assignment.id = entry.assignment_id
  left join cost_centres as centre on centre.organisation_id = entry.organisation_id
    and centre.id = entry.cost_centre_id
  where entry.organisation_id = :organisation and entry.state in ('approved', 'held')
    and assignment.payer <> 'other_pays' and assignment.payee = 'payroll'
    and not exists (
      select from statement_lines as line where line.organisation_id = entry.organisation_id
        and line.{entry_id} = entry.id and line.is_live
    )"""
MONEY = "\n  union all".join(
    OF_KIND.format(entries=entries, entry_id=entry_id)
    for entries, entry_id in (
        ("hour_entries", "hour_entry_id"),
        ("expense_entries", "expense_entry_id"),
    )
)

GROUPS = text(
    f"""
with money as (
{MONEY}
), staged as (
  select money.expert_id, money.held_because, money.cents, money.approved_at, money.statement_id,
    coalesce(money.centre, '') as centre, statement.series, statement.year, statement.number,
    statement.run_id, statement.month, statement.pay_on, statement.paid_on, stop.reason as said,
    case
      when money.statement_id is null then
        case money.state when 'held' then 'held' else 'ready' end
      when hand.paid_on is not null then 'paid'
      when hand.given_at is not null and hand.withdrawn_at is null then 'exported'
      when tried.state = 'bounced' and statement.state in ('issued', 'handed_over', 'paid')
        then 'bounced'
      when tried.state in ('planned', 'approved') then 'batched'
      when tried.state = 'exported' then 'at_bank'
      when statement.state = 'issued' then 'in_run'
      when statement.state = 'handed_over' and (tried.state = 'voided' or hand.id is not null)
        then 'in_run'
      when statement.state = 'handed_over' and stop.id is not null then 'held'
      when statement.state = 'handed_over' then 'exported'
      else 'paid'
    end as stage
  from money
  left join statements as statement on statement.organisation_id = :organisation
    and statement.id = money.statement_id
  left join payroll_stops as stop on stop.organisation_id = :organisation
    and stop.statement_id = money.statement_id and stop.ended_at is null
  left join hand_payments as hand on hand.organisation_id = :organisation
    and hand.statement_id = money.statement_id and not exists (
      select from hand_payments as later where later.organisation_id = :organisation
        and later.statement_id = hand.statement_id and later.id > hand.id
    )
  left join payments as tried on tried.organisation_id = :organisation
    and tried.statement_id = money.statement_id and not exists (
      select from payments as later where later.organisation_id = :organisation
        and later.statement_id = tried.statement_id and later.attempt > tried.attempt
    )
)
select staged.stage, staged.expert_id,
  concat_ws(' ', expert.first_name, expert.last_name) as person,
  statement_id,
  case when number is not null then
    concat(nullif(series, '') || '-', year, '-', lpad(number::text, 6, '0')) end as number,
  run_id, case when statement_id is null then held_because end as reason, said, pay_on, paid_on,
  count(*) as rows, sum(cents)::bigint as cents,
  min((approved_at at time zone '{TIME_ZONE}')::date) as approved_on
from staged
join experts as expert on expert.organisation_id = :organisation
  and expert.id = staged.expert_id
where staged.stage = any(:stages)
  and (cast(:month as text) is null or month is null or month = :month)
  and (cast(:centre as text) is null or centre = :centre)
  and (cast(:person as text) is null
    or strpos(lower(concat_ws(' ', expert.first_name, expert.last_name)), lower(:person)) > 0
    or expert.payroll_number = :person)
group by staged.stage, staged.expert_id, person, expert.sort_key, statement_id, series, year,
  number, run_id, case when statement_id is null then held_because end, said, pay_on, paid_on
order by array_position(cast(:order as text[]), staged.stage), approved_on, expert.sort_key,
  staged.expert_id, statement_id
"""
)


def months_of_payment() -> list[tuple[str, date]]:
    """Each month with a run and a day in it, newest first."""
    return sorted({run.month: run.pay_on for run in statements.all_runs()}.items(), reverse=True)


def groups(wanted: Filter) -> list[Group]:
    """By stage, the oldest approval first. Read at one moment, so that sums agree with rows."""
    values: dict[str, Any] = {
        "organisation": current_organisation(),
        "stages": [str(stage) for stage in wanted.stages],
        "order": [str(stage) for stage in Stage],
        "month": wanted.month,
        "centre": wanted.cost_centre,
        "person": wanted.person,
    }
    return [
        Group(Stage(row[0]), *row[1:])  # the columns stand in the order of the fields
        for row in db.session.execute(GROUPS, values)
    ]
