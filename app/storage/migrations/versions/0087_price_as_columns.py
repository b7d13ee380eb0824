"""What a price multiplies from stands in columns, and its steps as the hash chain writes them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

revision = "0087"
down_revision = "0086"

ENTRIES = ("hour_entries", "expense_entries")
COLUMNS: dict[str, TypeEngine] = {
    "quantity": sa.BigInteger(),
    "unit": sa.Text(),
    "unit_cents": sa.BigInteger(),
    "waived": sa.Boolean(),
    "bought_cents": sa.BigInteger(),
}
# One value, one spelling: sorted keys, no spaces.
SPELT = """
create function spelt(value jsonb) returns text language sql immutable strict as $$
  select case jsonb_typeof(value)
    when 'object' then (
      select '{' || coalesce(string_agg(
        to_json(key) || ':' || spelt(inner_value), ',' order by key collate "C"), '') || '}'
      from jsonb_each(value) as each (key, inner_value))
    when 'array' then (
      select '[' || coalesce(string_agg(spelt(item), ',' order by place), '') || ']'
      from jsonb_array_elements(value) with ordinality as each (item, place))
    else value::text end
$$"""
HAS_TOTAL = "breakdown -> -1 ->> 'code' = 'total'"
TOTAL = f"case when {HAS_TOTAL} then breakdown -> -1 end"  # any step may have a unit of its own
IN_COLUMNS = f"""
update {{table}} set
  quantity = coalesce(({TOTAL} ->> 'quantity')::bigint, 1),
  unit = coalesce({TOTAL} ->> 'unit', 'piece'),
  unit_cents = coalesce(({TOTAL} ->> 'unit_cents')::bigint, price_cents),
  waived = coalesce(({TOTAL} ->> 'waived')::boolean, false),
  bought_cents = coalesce(({TOTAL} ->> 'bought_cents')::bigint, 0),
  breakdown = case when {HAS_TOTAL} then breakdown - (-1)
    when jsonb_typeof(breakdown) = 'array' then breakdown else '[]' end
where price_cents is not null"""
NOTHING = "update {table} set breakdown = null where price_cents is null"
AS_A_STEP = """
update {table} set breakdown = breakdown || jsonb_build_array(jsonb_build_object(
  'code', 'total', 'quantity', quantity, 'unit', unit, 'unit_cents', unit_cents,
  'cents', price_cents, 'waived', waived, 'bought_cents', bought_cents))
where price_cents is not null"""
WHOLE = "num_nulls(price_cents, quantity, unit, unit_cents, waived, bought_cents, breakdown)"
# In the function that locks what is approved.
PRICE = "'price_cents', 'breakdown'"
WHOLE_PRICE = (
    "'price_cents', 'quantity', 'unit', 'unit_cents', 'waived', 'bought_cents', 'breakdown'"
)


def upgrade() -> None:
    _in_the_lock(PRICE, WHOLE_PRICE)
    op.execute(SPELT)
    for table in ENTRIES:
        for name, kind in COLUMNS.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
        _change(table, IN_COLUMNS, NOTHING)
        op.execute(f"alter table {table} alter breakdown type json using spelt(breakdown)::json")
        op.create_check_constraint(op.f(f"ck_{table}_price_is_whole"), table, f"{WHOLE} in (0, 7)")
    op.execute("alter table statement_lines alter breakdown type json using spelt(breakdown)::json")
    op.execute("drop function spelt(jsonb)")


def downgrade() -> None:
    op.alter_column(
        "statement_lines",
        "breakdown",
        type_=postgresql.JSONB(),
        postgresql_using="breakdown::jsonb",
    )
    for table in ENTRIES:
        op.drop_constraint(op.f(f"ck_{table}_price_is_whole"), table)
        op.execute(f"alter table {table} alter breakdown type jsonb using breakdown::jsonb")
        _change(table, AS_A_STEP)
        for name in COLUMNS:
            op.drop_column(table, name)
    _in_the_lock(WHOLE_PRICE, PRICE)


def _change(table: str, *updates: str) -> None:
    """What is approved is locked for everybody else."""
    op.execute(f"alter table {table} disable trigger user")
    for update in updates:
        op.execute(update.format(table=table))
    op.execute(f"alter table {table} enable trigger user")


def _in_the_lock(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('lock_approved'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
