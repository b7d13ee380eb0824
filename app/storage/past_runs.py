"""How past each payroll run is: when its money was last touched, what is open, and what ties runs.

Of two runs that are tied neither is destroyed without the other: `invoices.statements.disposal`.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import text

from app.database import current_organisation, db
from scheduling.wall_clock import TIME_ZONE

HELSINKI = f"at time zone '{TIME_ZONE}'"

# What happened to the money of a run, when, and whether it has ended.
TOUCHED = f"""
  select id as run_id, pay_on as day, false as is_open
  from statement_runs where organisation_id = :mine
union all
  select run_id, greatest(pay_on, paid_on, issued_at {HELSINKI}), state in ('issued', 'handed_over')
  from statements where organisation_id = :mine
union all
  select run_id, greatest(payment.paid_on, settled_at {HELSINKI}, net.pay_on, batch.pay_on),
    payment.state in ('planned', 'approved', 'exported')
    or extract(year from payment.paid_on) <> extract(year from net.pay_on) and not exists (
      select from mended_years as mended where mended.organisation_id = :mine
        and mended.payment_id = payment.id and mended.confirmed_at is not null)
    or payment.state = 'bounced' and own.state <> 'credited' and not exists (
      select from payments as paid where paid.organisation_id = :mine
        and paid.statement_id = own.id and paid.state = 'confirmed'
      union all select from hand_payments as paid where paid.organisation_id = :mine
        and paid.statement_id = own.id and paid.paid_on is not null
      union all select from net_pays as anew where anew.organisation_id = :mine
        and anew.replaces_id = net.id)
  from payments as payment
  join statements as own on own.organisation_id = :mine and own.id = payment.statement_id
  join net_pays as net on net.organisation_id = :mine and net.id = payment.net_pay_id
  join bank_batches as batch on batch.organisation_id = :mine and batch.id = payment.batch_id
  where payment.organisation_id = :mine
union all
  select run_id, greatest(asked_at, given_at, paid_at, withdrawn_at) {HELSINKI},
    hand.paid_on is null and withdrawn_at is null
  from hand_payments as hand
  join statements as own on own.organisation_id = :mine and own.id = hand.statement_id
  where hand.organisation_id = :mine
union all
  select run_id, greatest(made_at, ended_at) {HELSINKI}, report.state = 'waiting'
  from register_reports as report
  join register_deliveries as file on file.organisation_id = :mine and file.id = delivery_id
  join statements as own on own.organisation_id = :mine and own.id = report.statement_id
  where report.organisation_id = :mine
union all
  select run_id, greatest(asked_at, decided_at, overpaid_at) {HELSINKI}, wish.state = 'waiting'
  from corrections as wish
  join statements as own on own.organisation_id = :mine
    and own.id in (wish.statement_id, wish.document_id)
  where wish.organisation_id = :mine
union all
  select run.id, wish.asked_at {HELSINKI}, true
  from corrections as wish join statement_runs as run on run.organisation_id = :mine
  where wish.organisation_id = :mine and wish.state = 'waiting' and wish.statement_id is null
union all
  select run_id, greatest(said_at, answered_at) {HELSINKI}, answered_at is null
  from disputes as said
  join statements as own on own.organisation_id = :mine and own.id = said.statement_id
  where said.organisation_id = :mine
union all
  select run_id, greatest(stopped_at, ended_at) {HELSINKI}, ended_at is null
  from payroll_stops as stop
  join statements as own on own.organisation_id = :mine and own.id = stop.statement_id
  where stop.organisation_id = :mine
union all
  select run_id, held_at {HELSINKI}, true
  from pay_holds as hold
  join statements as own on own.organisation_id = :mine and own.expert_id = hold.expert_id
  where hold.organisation_id = :mine and released_at is null
union all
  select run_id, greatest(asked_at, confirmed_at, refused_at) {HELSINKI},
    num_nulls(confirmed_at, refused_at) = 2
  from mended_years as mended
  join statements as own on own.organisation_id = :mine and own.id = mended.statement_id
  where mended.organisation_id = :mine
union all
  select own.run_id, entry.approved_at {HELSINKI}, true
  from statement_lines as line
  join statements as own on own.organisation_id = :mine and own.id = line.statement_id
  join hour_entries as entry on entry.organisation_id = :mine and entry.id = line.hour_entry_id
    and entry.state in ('approved', 'held')
  where line.organisation_id = :mine and not line.is_live and not exists (
    select from statement_lines as live where live.organisation_id = :mine and live.is_live
      and live.hour_entry_id = entry.id)
union all
  select own.run_id, part.approved_at {HELSINKI}, true
  from statement_lines as line
  join statements as own on own.organisation_id = :mine and own.id = line.statement_id
  join expense_entries as entry on entry.organisation_id = :mine
    and entry.id = line.expense_entry_id
  join expense_entries as part on part.organisation_id = :mine
    and coalesce(part.part_of_id, part.id) = coalesce(entry.part_of_id, entry.id)
    and part.state in ('approved', 'held')
  where line.organisation_id = :mine and not exists (
    select from statement_lines as live where live.organisation_id = :mine and live.is_live
      and live.expense_entry_id = part.id)"""
LAST_YEARS = f"""
select run_id, case when not bool_or(is_open) then extract(year from max(day))::int end
from ({TOUCHED}) as touched group by run_id"""

# Runs that go together or not at all: each beside the first of those it is tied to.
TIES = """
select own.run_id, other.run_id
from statements as own
join statements as other on other.organisation_id = :mine and other.id = own.refers_to_id
where own.organisation_id = :mine
union
select own.run_id, batch.run_id
from statements as own
join payment_batches as batch on batch.organisation_id = :mine and batch.id = own.batch_id
where own.organisation_id = :mine
union
select run_id, min(run_id) over (partition by payment.batch_id)
from payments as payment
join statements as own on own.organisation_id = :mine and own.id = payment.statement_id
where payment.organisation_id = :mine
union
select run_id, min(run_id) over (partition by report.delivery_id)
from register_reports as report
join statements as own on own.organisation_id = :mine and own.id = report.statement_id
where report.organisation_id = :mine
union
select run_id, min(run_id) over (partition by coalesce(entry.part_of_id, entry.id))
from statement_lines as line
join statements as own on own.organisation_id = :mine and own.id = line.statement_id
join expense_entries as entry on entry.organisation_id = :mine and entry.id = line.expense_entry_id
where line.organisation_id = :mine
union
select own.run_id, min(own.run_id) over (partition by line.hour_entry_id)
from statement_lines as line
join statements as own on own.organisation_id = :mine and own.id = line.statement_id
where line.organisation_id = :mine and line.hour_entry_id in (
  select hour_entry_id from statement_lines where organisation_id = :mine and not is_live)
union
select own.run_id, min(own.run_id) over (partition by entry.assignment_id, entry.work)
from hour_entries as entry
join statement_lines as line on line.organisation_id = :mine and line.hour_entry_id = entry.id
join statements as own on own.organisation_id = :mine and own.id = line.statement_id
where entry.organisation_id = :mine and (entry.assignment_id, entry.work) in (
  select assignment_id, work from hour_entries
  where organisation_id = :mine and breakdown::jsonb @> '[{"code": "priced_once"}]')"""


def last_years() -> dict[int, int | None]:
    """By run: the year in which something last happened to its money; None: something is open."""
    return {row[0]: row[1] for row in _ask(LAST_YEARS)}


def ties() -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in _ask(TIES) if row[0] != row[1]]


def _ask(question: str) -> Iterable[Any]:
    return db.session.execute(text(question), {"mine": current_organisation()})
