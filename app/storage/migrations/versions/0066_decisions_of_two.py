"""Fee tables and travel decisions take two people: one writes them, another confirms or withdraws.

What was written before stands as it is, and names nobody.
"""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import function, keep, refuse

revision = "0066"
down_revision = "0065"

KEYS = {
    "fee_tables": "one_fee_table_from_a_day",
    "travel_decisions": "one_travel_decision_from_a_day",
}
STANDS = "confirmed_at is not null and withdrawn_at is null"
FILLED_ONCE = "{confirmed_at,confirmed_by,withdrawn_at,withdrawn_by}"
USERS = ("proposed_by", "confirmed_by", "withdrawal_asked_by", "withdrawn_by")
MOMENTS = ("proposed_at", "confirmed_at", "withdrawn_at")
CHECKS = {
    "confirmed_by_another": "confirmed_by <> proposed_by",
    "confirmed_whole": "num_nulls(confirmed_at, confirmed_by) in (0, 2) or proposed_by is null",
    "withdrawn_whole": "num_nulls(withdrawn_at, withdrawn_by) in (0, 2)",
    "withdrawn_by_another": "num_nulls(confirmed_at, withdrawn_at) > 0"
    " or coalesce(withdrawn_by <> withdrawal_asked_by, false)",
}

PROPOSE = f"""
begin
  if new.proposed_by is null
    or num_nonnulls(new.confirmed_at, new.withdrawal_asked_by, new.withdrawn_at) > 0
  then
    {refuse("decision_is_proposed_first")};
  end if;
  return new;
end"""

# Prices that another person has looked at are neither added to nor taken away.
KEEP_RATES = f"""
declare
  rate rates%rowtype := case tg_op when 'DELETE' then old else new end;
begin
  if exists (
    select from fee_tables where organisation_id = rate.organisation_id
      and id = rate.fee_table_id and confirmed_at is not null
  ) then
    {refuse("confirmed_prices_stay")};
  end if;
  return rate;
end"""

# When a table begins or ceases to stand, nothing may have been issued of the days it is for.
STAY = f"""
begin
  if (old.confirmed_at is null and new.confirmed_at is not null
      or old.withdrawn_at is null and new.withdrawn_at is not null
        and old.confirmed_at is not null)
    and exists (
      select from hour_entries as entry
      join statement_lines as line on line.organisation_id = entry.organisation_id
        and line.hour_entry_id = entry.id and line.is_live
      where entry.organisation_id = new.organisation_id and entry.day >= new.valid_from
        and not exists (
          select from fee_tables as later
          where later.organisation_id = new.organisation_id and later.id <> new.id
            and later.valid_from > new.valid_from and later.valid_from <= entry.day
            and later.{STANDS.replace("withdrawn_at", "later.withdrawn_at")}
        )
    )
  then
    {refuse("issued_prices_stay")};
  end if;
  return new;
end"""


def upgrade() -> None:
    for table, key in KEYS.items():
        for name in MOMENTS:
            op.add_column(table, sa.Column(name, sa.DateTime(timezone=True)))
        for name in USERS:
            op.add_column(table, sa.Column(name, sa.BigInteger()))
            op.create_foreign_key(op.f(f"fk_{table}_{name}"), table, "users", [name], ["id"])
        op.add_column(table, sa.Column("proposer_name", sa.Text()))
        op.execute(f"update {table} set confirmed_at = now()")
        for name, check in CHECKS.items():
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, check)
        op.drop_constraint(op.f(f"uq_{table}_organisation_id_valid_from"), table)
        op.create_index(
            key, table, ["organisation_id", "valid_from"], unique=True, postgresql_where=STANDS
        )
    op.add_column("fee_tables", sa.Column("replaces_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_fee_tables_organisation_id_replaces_id"),
        "fee_tables",
        "fee_tables",
        ["organisation_id", "replaces_id"],
        ["organisation_id", "id"],
    )
    function("propose_first", PROPOSE)
    function("keep_confirmed_rates", KEEP_RATES)
    function("keep_issued_prices", STAY)
    for table in KEYS:
        op.execute(
            f"create trigger propose_first before insert on {table} for each row"
            " execute function propose_first()"
        )
        keep(table, free="{withdrawal_asked_by}", once=FILLED_ONCE)
    op.execute(
        "create trigger keep_confirmed_rates before insert or delete on rates for each row"
        " execute function keep_confirmed_rates()"
    )
    op.execute(
        "create trigger keep_issued_prices before update on fee_tables for each row"
        " execute function keep_issued_prices()"
    )


def downgrade() -> None:
    for name in ("keep_issued_prices", "keep_confirmed_rates", "propose_first"):
        op.execute(f"drop function {name}() cascade")
    fallen = f"not ({STANDS})"
    op.drop_column("fee_tables", "replaces_id")
    op.execute(
        "delete from rates where exists (select from fee_tables as its"
        " where its.organisation_id = rates.organisation_id and its.id = rates.fee_table_id"
        f" and {fallen})"
    )
    for table, key in KEYS.items():
        op.execute(f"drop trigger keep_money_record on {table}")
        op.execute(f"delete from {table} where {fallen}")
        op.drop_index(key, table)
        op.create_unique_constraint(
            op.f(f"uq_{table}_organisation_id_valid_from"),
            table,
            ["organisation_id", "valid_from"],
        )
        for name in CHECKS:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        for name in (*MOMENTS, *USERS, "proposer_name"):
            op.drop_column(table, name)
