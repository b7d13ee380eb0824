"""What must hold of invoices and of what payroll holds: rule, table, and the rows that break it."""

from app.storage.invariants.invariant import Invariant

EVENT = """received_invoices as invoice
 join assignments as own on own.organisation_id = invoice.organisation_id
   and own.id = invoice.assignment_id
 join assignments as any_of on any_of.organisation_id = own.organisation_id
   and any_of.occasion_id = own.occasion_id and any_of.expert_id = own.expert_id"""


def _paid_too(entries: str, column: str) -> str:
    return (
        f"select invoice.organisation_id, invoice.id from {EVENT}"
        f" join {entries} as entry on entry.organisation_id = any_of.organisation_id"
        "   and entry.assignment_id = any_of.id"
        " join statement_lines as line on line.organisation_id = entry.organisation_id"
        f"   and line.{column} = entry.id and line.is_live and line.amount_cents > 0"
    )


QUESTIONS = (
    Invariant(
        "no event is paid both as a fee and by an invoice",
        "received_invoices",
        f"{_paid_too('hour_entries', 'hour_entry_id')}"
        f" union all {_paid_too('expense_entries', 'expense_entry_id')}",
    ),
    Invariant(
        "what payroll holds is with payroll",
        "payroll_stops",
        "select stop.organisation_id, stop.id from payroll_stops as stop"
        " join statements as statement on statement.organisation_id = stop.organisation_id"
        "   and statement.id = stop.statement_id"
        " where stop.ended_at is null and statement.state <> 'handed_over'",
    ),
)
