"""Work above a sum is approved by another person too, before a statement carries it."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import allow_only, function, refuse

revision = "0065"
down_revision = "0064"

ENTRIES = ("hour_entries", "expense_entries")
ABOVE_CENTS = 200_000
REASONS = (
    "stopped",
    "by_finance",
    "no_payroll_number",
    "finance_lacks_data",
    "no_payout_data",
    "no_pay_code",
    "no_cost_centre",
    "not_priced",
    "later_chosen",
)
# What an approved entry may change all the same, in the function that locks it.
FREE = "array['state', 'held_because', 'version']"
FREE_TOO = "array['state', 'held_because', 'version', 'second_approved_at', 'second_approved_by']"

BY_ANOTHER = f"""
begin
  if new.second_approved_by is not distinct from old.second_approved_by
    and new.second_approved_at is not distinct from old.second_approved_at
  then
    return new;
  end if;
  if new.second_approved_by is null and new.state not in ('approved', 'held') then
    return new;
  end if;
  if old.second_approved_by is not null or new.second_approved_by is null
    or new.state not in ('approved', 'held')
    or exists (
      select from users as second
      where second.id = new.second_approved_by and second.person_id in (
        select person_id from users where id = new.approved_by
        union all
        select person_id from experts
        where organisation_id = new.organisation_id and id = new.expert_id
      )
    )
  then
    {refuse("second_approval_by_another")};
  end if;
  return new;
end"""

# A correction has been asked for by one person and decided by another.
BEFORE_A_STATEMENT = f"""
declare
  line record;
begin
  for line in select added.* from added where amount_cents > {ABOVE_CENTS} loop
    if exists (
        select from statements where organisation_id = line.organisation_id
          and id = line.statement_id and kind = 'statement'
      ) and (exists (
        select from hour_entries where organisation_id = line.organisation_id
          and id = line.hour_entry_id
          and price_cents > {ABOVE_CENTS} and second_approved_by is null
      ) or exists (
        select from expense_entries where organisation_id = line.organisation_id
          and id = line.expense_entry_id
          and price_cents > {ABOVE_CENTS} and second_approved_by is null
      ))
    then
      {refuse("second_approval_first")};
    end if;
  end loop;
  return null;
end"""


def upgrade() -> None:
    for table in ENTRIES:
        op.add_column(
            table, sa.Column("second_approved_at", sa.DateTime(timezone=True), nullable=True)
        )
        op.add_column(table, sa.Column("second_approved_by", sa.BigInteger(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_second_approved_by"), table, "users", ["second_approved_by"], ["id"]
        )
        op.create_check_constraint(
            op.f(f"ck_{table}_second_approval_is_of_an_approved"),
            table,
            "(second_approved_by is null) = (second_approved_at is null)"
            " and (second_approved_by is null or approved_by is not null)",
        )
        allow_only(table, "held_because", (*REASONS, "second_approval"), name="heldreason")
    function("second_approval_by_another", BY_ANOTHER)
    for table in ENTRIES:
        op.execute(
            f"create trigger second_approval_by_another before insert or update on {table}"
            " for each row execute function second_approval_by_another()"
        )
    function("second_approval_first", BEFORE_A_STATEMENT)
    op.execute(
        "create trigger second_approval_first after insert on statement_lines"
        " referencing new table as added for each statement"
        " execute function second_approval_first()"
    )
    _in_the_lock(FREE, FREE_TOO)


def downgrade() -> None:
    _in_the_lock(FREE_TOO, FREE)
    op.execute("drop trigger second_approval_first on statement_lines")
    op.execute("drop function second_approval_first()")
    for table in ENTRIES:
        op.execute(f"drop trigger second_approval_by_another on {table}")
        op.execute(
            f"update {table} set held_because = 'by_finance' where held_because = 'second_approval'"
        )
        allow_only(table, "held_because", REASONS, name="heldreason")
        op.drop_constraint(op.f(f"ck_{table}_second_approval_is_of_an_approved"), table)
        op.drop_column(table, "second_approved_by")
        op.drop_column(table, "second_approved_at")
    op.execute("drop function second_approval_by_another()")


def _in_the_lock(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('lock_approved'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
