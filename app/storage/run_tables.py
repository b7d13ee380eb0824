"""The tables of a payroll run: they stand while its transaction does, and nobody else sees them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import text

from app.database import db
from app.storage.changes import Subject

WORKING_MEMORY = "128MB"  # for sorting and joining, of one step of the run

ENTRIES = (
    (True, "hour_entries", "hour_entry_id", Subject.HOUR_ENTRY),
    (False, "expense_entries", "expense_entry_id", Subject.EXPENSE_ENTRY),
)

TABLES = """
create temporary table run_experts (
  expert_id bigint primary key, by_name bigint, language text, payee_name text,
  person_number text, finance_has_data boolean, stopped boolean, held_by_finance boolean,
  has_payout_data boolean
) on commit drop;
create temporary table run_rows (
  is_work boolean, is_taxable boolean, entry_id bigint, expert_id bigint, by_name bigint,
  position bigint, day date, kind text, title text, pay_code text, cost_centre text,
  project_code text, purpose text, route text, leaves_at timestamptz, returns_at timestamptz,
  decision_number text, rate_id bigint, cents bigint, quantity bigint, unit text,
  unit_cents bigint, waived boolean, breakdown json, state text, held_because text, reason text
) on commit drop;
create temporary table run_held (
  is_work boolean, entry_id bigint, held_because text, reason text
) on commit drop;
create temporary table run_settled (
  entry_id bigint primary key, cents bigint, quantity bigint, unit text, unit_cents bigint,
  waived boolean, breakdown json
) on commit drop;
create temporary table run_people (
  serial bigint primary key, statement_id bigint, by_name bigint, expert_id bigint,
  language text, payer_name text, payee_name text, payroll_number text, fee_cents bigint,
  tax_free_cents bigint, before_lines text, behind_lines text
) on commit drop"""


ROUGHLY = "10"  # how well the planner has to know these tables, which are all alike


def make_tables() -> None:
    ask("select set_config('work_mem', :memory, true)", memory=WORKING_MEMORY)
    ask("select set_config('default_statistics_target', :roughly, true)", roughly=ROUGHLY)
    for statement in TABLES.split(";"):
        ask(statement)


def ask(question: str, **values: Any) -> None:
    db.session.execute(text(question), values)


def copied(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows into a table at once."""
    connection: Any = db.session.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
