"""A statement that stands takes no line of another sum; a counter counts what it was made for."""

from alembic import op
from flask import current_app

from app.storage.migrations.guards import function, refuse

revision = "0091"
down_revision = "0090"

NOT_THE_SUM = refuse("statement_is_the_sum_of_its_lines")

# Lines come with their statement, in its transaction, which one that is changed in it passes for.
# What is numbered is looked at by its counter; here, what was numbered before.
SUM_STILL = f"""
declare
  lines bigint;
  total bigint;
  fee bigint;
begin
  select count(*), coalesce(sum(amount_cents), 0),
    coalesce(sum(amount_cents) filter (where is_taxable), 0)
  into lines, total, fee
  from statement_lines as line
  where line.organisation_id = new.organisation_id and line.statement_id = new.id;
  if lines = 0 or total <> new.total_cents or fee <> new.fee_cents then
    {NOT_THE_SUM};
  end if;
  return null;
end"""
COUNTED = "last_number, last_hash"


def upgrade() -> None:
    function("sum_still", SUM_STILL)
    op.execute(
        "create constraint trigger sum_still after update on statements"
        " deferrable initially deferred for each row execute function sum_still()"
    )
    op.execute(f"revoke update, delete on statement_counters from {_role()}")
    op.execute(f"grant update ({COUNTED}) on statement_counters to {_role()}")


def downgrade() -> None:
    op.execute(f"revoke update ({COUNTED}) on statement_counters from {_role()}")
    op.execute(f"grant update, delete on statement_counters to {_role()}")
    op.execute("drop trigger sum_still on statements")
    op.execute("drop function sum_still()")


def _role() -> str:
    return f'"{current_app.config["APPLICATION_ROLE"]}"'
