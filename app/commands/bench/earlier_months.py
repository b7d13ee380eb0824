"""What earlier months have left behind: the one month that stands, copied as older ones."""

from app.commands.bench.paid_month import PaidMonth

MONTHS = 24
FIRST_COPY = 1_000_000  # ids of new rows stay below
# In each copy k: what stands apart from the month that is copied.
COPIES = {
    "statement_runs": {"month": "to_char(one.pay_on - 31 * k, 'YYYY-MM')"},
    "statements": {"run_id": "{run_id}", "year": "one.year - k"},
    "net_pays": {"statement_id": "{statement_id}", "pay_on": "one.pay_on - 366 * k"},
    "bank_batches": {"number": "one.number || 'E' || k", "pay_on": "one.pay_on - 31 * k"},
    "payments": {
        "batch_id": "{batch_id}",
        "statement_id": "{statement_id}",
        "net_pay_id": "{net_pay_id}",
        "number": "one.number || 'E' || k",
        "paid_on": "one.paid_on - 31 * k",
    },
    "register_deliveries": {"number": "one.number || 'E' || k", "pay_on": "one.pay_on - 31 * k"},
    "register_reports": {
        "delivery_id": "{delivery_id}",
        "payment_id": "{payment_id}",
        "statement_id": "{statement_id}",
    },
    "changes": {"subject_id": "{subject_id}"},
    "messages": {"event": "one.event || 'E' || k"},
}
COPY = """
insert into {table} select (jsonb_populate_record(one, jsonb_build_object({values}))).*
from {table} as one, generate_series(1, {months}) as k"""


def make_older(month: PaidMonth) -> None:
    """The server has not counted the rows yet, as after a large import or a restored copy."""
    month.as_owner(
        "set session_replication_role = replica",
        *map(_copied, COPIES),
        "delete from statement_lines",
        *(f"delete from {table} where id < {FIRST_COPY}" for table in COPIES),
        "update statement_counters set last_number = 0",
    )


def _copied(table: str) -> str:
    changed = {"id": "{id}", **COPIES[table]}
    values = ", ".join(
        f"'{column}', {value.format(**{column: f'one.{column} + k * {FIRST_COPY}'})}"
        for column, value in changed.items()
    )
    return COPY.format(table=table, values=values, months=MONTHS)
