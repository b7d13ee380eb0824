"""A made-up payroll period: priced entries of many people, ready to be run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import psycopg

from app.access import Actor, Role
from app.commands.bench.own_database import FIRST_ORGANISATION, own_database
from app.config import Config
from app.database import forget_read, transaction
from app.now import at, now
from app.storage import tables
from app.storage.fee_tables import ExpensePayCode, FeeTable, Rate
from app.storage.pay_days import PayDay
from app.storage.units import CostCentre, Unit
from app.storage.users import Person, User
from invoices.pricing.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind

MONTH = "2026-11"
HOURS_EACH = 10  # entries of work of each person; of costs one or two
CENTRES = 20
CAP = 90_000  # cents a month, where a price has one; one person in twenty reaches it
_MOMENT = datetime(2026, 11, 17, 9, tzinfo=UTC)

# One person in ten works for requests whose prices have a most of the month.
REQUESTS = """
insert into expert_requests (organisation_id, id, version, unit_id, kind, state, title, language,
  fluency, with_minors, needs_training, is_remote, timing, seats, preparation_minutes, payer,
  contact_name, created_at)
select 1, n, 1, 1, case when n % 10 = 0 then 'panel_meeting' else 'talk' end, 'done',
  'Kokemuspuheenvuoro ' || n, 'fi', 'good', false, false, false, 'open_ended', 1, 0, 'we_pay',
  'Koe', now()
from generate_series(1, {people} / 10) as n"""
EXPERTS = """
insert into experts (organisation_id, id, version, person_id, first_name, last_name, sort_key,
  email, channel, language, languages, basic_languages, native_languages, role_kinds, levels,
  good_at, learns, available, support_ticks, may_act_remotely, rest_minutes, joined_on,
  payroll_number, finance_has_it, responsible_id, needs_to_unit, is_minor)
select 1, n, 1, n, 'Koe', 'Henkilö "' || n || '"', 'henkilö ' || md5(n::text),
  'koe' || n || '@example.org', 'email', case when n % 9 = 0 then 'sv' else 'fi' end,
  array['fi'], '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', true, 0,
  '2025-01-01', case when n % 500 > 0 then 'K' || n end, true, 1, false, false
from generate_series(1, {people}) as n"""
OCCASION = """
insert into occasions (organisation_id, id, version, request_id, due_on, seats, accepted_count)
values (1, 1, 1, 1, '2026-10-31', 1, 1)"""
ASSIGNMENTS = """
insert into assignments (organisation_id, id, version, request_id, occasion_id, expert_id, state,
  is_group, payer, payee, fee_choice, fee_chosen_at, fee_cents, travel_cents,
  preparation_minutes, minutes_before, minutes_after, is_overridden, accepted_at)
select 1, n, 1, 1 + n % ({people} / 10), 1, n, 'done', false, 'we_pay', 'payroll', 'full', now(),
  0, 0, 0, 0, 0, false, now()
from generate_series(1, {people}) as n"""
HOURS = """
insert into hour_entries (organisation_id, id, version, assignment_id, expert_id, day, state,
  confirmed_at, confirmed_by, checked_at, checked_by, approved_at, approved_by, cost_centre_id,
  project_code, pay_code, price_cents, quantity, unit,
  unit_cents, waived, bought_cents, breakdown, work, minutes, starts_at, ends_at)
select 1, (k - 1) * {people} + n, 1, n, n, day, 'approved', now(), 'Koe', now(), 1,
  '2026-11-03 12:00+00', 2, 1 + n % {centres}, case when n % 5 = 0 then 'P' || n % 7 end,
  case when n % 20 > 0 then '3010' end, cents, minutes, 'hour', 4000, false, 0,
  concat('[{{"cents":', cents, ',"code":"hourly","minutes":', minutes, ',"rate":"', code,
    '","rate_cents":4000}}]')::json,
  work, minutes, case when work = 'activity' then starts_at end,
  case when work = 'activity' then starts_at + minutes * interval '1 minute' end
from generate_series(1, {each}) as k, generate_series(1, {people}) as n,
lateral (
  select (array[30, 60, 90, 120, 180, 240])[1 + (n * 7 + k * (1 + n % 7)) % 6] as minutes,
    date '2026-10-01' + 2 * k as day, case when k % 5 = 0 then 'travel' else 'activity' end as work
) as one,
lateral (
  select (minutes * 4000 * 2 + 60) / 120 as cents,
    case when (1 + n % ({people} / 10)) % 10 = 0 then 'panel_' else '' end || work as code,
    day::timestamp at time zone 'Europe/Helsinki' + interval '9 hours' as starts_at
) as two"""
EXPENSES = """
insert into expense_entries (organisation_id, id, version, assignment_id, expert_id, day, state,
  confirmed_at, confirmed_by, checked_at, checked_by, approved_at, approved_by, cost_centre_id,
  pay_code, price_cents, quantity, unit, unit_cents, waived, bought_cents, breakdown, kind,
  claimed_cents, kilometre_tenths, passengers, purpose, route, leaves_at, returns_at)
select 1, (k - 1) * {people} + n, 1, n, n, day, 'approved', now(), 'Koe', now(), 1,
  '2026-11-03 12:00+00', 2, 1 + n % {centres}, '5310', cents, tenths, 'kilometre', 55, false, 0,
  concat('[{{"cents":', cents, ',"code":"kilometres","kilometre_cents":55,"kilometre_tenths":',
    tenths, ',"passenger_cents":0,"passengers":0}}]')::json,
  'kilometres', 0, tenths, 0, 'Puheenvuoro opiskelijoille', 'Kempele – Oulu – Kempele',
  leaves_at, leaves_at + interval '5 hours'
from generate_series(1, 2) as k, generate_series(1, {people}) as n,
lateral (
  select 100 + (n * 13 + k * 101) % 400 as tenths, date '2026-10-02' + 6 * k as day
) as one,
lateral (
  select (tenths * 55 * 2 + 10) / 20 as cents,
    day::timestamp at time zone 'Europe/Helsinki' + interval '7 hours' as leaves_at
) as two
where k = 1 or n % 2 = 0"""
AFRESH = """
truncate statements, statement_lines, statement_runs, statement_counters, changes, messages,
  procrastinate_jobs, procrastinate_events cascade;
update hour_entries set state = 'approved', held_because = null, version = 1
  where state = 'held';
update expense_entries set state = 'approved', held_because = null, version = 1
  where state = 'held';
checkpoint"""


@dataclass(frozen=True)
class PaidMonth:
    """A database that can be run again and again."""

    config: Config
    by: Actor

    def afresh(self) -> None:
        """As it was before any run."""
        self.as_owner("set session_replication_role = replica", *AFRESH.split(";"))

    def as_owner(self, *statements: str) -> None:
        forget_read()
        with psycopg.connect(self.config.owner_database_url, autocommit=True) as owner:
            for statement in statements:
                owner.execute(statement)


@contextmanager
def paid_month(people: int) -> Iterator[PaidMonth]:
    with own_database(partial(_fill, people=people)) as config, at(_MOMENT):
        yield PaidMonth(config, _ready())


def _fill(url: str, *, people: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set local timezone = 'UTC'")
        connection.execute(FIRST_ORGANISATION)
        for rows in (REQUESTS, EXPERTS, OCCASION, ASSIGNMENTS, HOURS, EXPENSES):
            connection.execute(rows.format(people=people, centres=CENTRES, each=HOURS_EACH))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _ready() -> Actor:
    """Prices, pay codes, the calendar and who runs the period."""
    with transaction():
        users = []
        for name in ("tarkastaja", "talous"):
            person = tables.add(Person())
            email = f"{name}@example.org"
            users.append(
                tables.add(User(person_id=person.id, email=email, name=name, fs_uniquifier=name))
            )
        tables.add(Unit(name="Koeyksikkö"))
        tables.add_all(CostCentre(code=f"{n}", name=f"{n}") for n in range(1000, 1000 + CENTRES))
        table = tables.add(
            FeeTable(
                valid_from="2026-01-01",
                decision_number="12/2026",
                proposed_at=now(),
                proposed_by=users[0].id,
                proposer_name=users[0].name,
            )
        )
        tables.add_all(_rate(table, work, kind) for work in Work for kind in (None, "panel"))
        table.confirmed_at, table.confirmed_by = now(), users[1].id
        tables.add(ExpensePayCode(kind="kilometres", pay_code="5310"))
        tables.add(PayDay(month=MONTH, cut_off_on="2026-11-15", pay_on="2026-11-30"))
    return Actor(user_id=users[1].id, role=Role.FINANCE, name="talous", organisation_id=1)


def _rate(table: FeeTable, work: Work, kind: str | None) -> Rate:
    caps = [{"per": "month", "cents": CAP}]
    return Rate(
        fee_table_id=table.id,
        code=f"{kind}_{work}" if kind else str(work),
        work=work,
        request_kind=RequestKind.PANEL_MEETING if kind else None,
        unit=PriceUnit.HOUR,
        cents=4000,
        pay_code="3010",
        terms={"caps": caps} if kind else {},
    )
