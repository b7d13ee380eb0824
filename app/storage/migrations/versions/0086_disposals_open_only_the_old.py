"""A disposal opens the guards of what is as old as it says, and of history without its row."""

from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0086"
down_revision = "0085"

RECORD = "(to_jsonb(old) ->> '{}')::bigint"
OPEN = "destroyed_to((to_jsonb(old) ->> 'organisation_id')::bigint) is not null"
# What belongs to a statement goes before it; a file of a batch goes when its payments have gone.
OLD = f"""{OPEN}
    and not exists (
      select from statements as kept
      where kept.organisation_id = {RECORD.format("organisation_id")}
        and extract(year from greatest(kept.pay_on, kept.paid_on))
          > destroyed_to(kept.organisation_id)
        and kept.id = coalesce(
          {RECORD.format("statement_id")},
          (select statement_id from payments where id = {RECORD.format("payment_id")}),
          (select statement_id from hand_payments where id = {RECORD.format("hand_payment_id")})
        )
    )
    and not (tg_table_name = 'batch_files' and exists (
      select from payments where batch_id = {RECORD.format("batch_id")}))
    and coalesce(extract(year from
      (to_jsonb(old) ->> 'read_at')::timestamptz at time zone 'Europe/Helsinki'), 0)
      <= destroyed_to({RECORD.format("organisation_id")})"""

# The files of vouchers are many bytes, so no row is looked at whole.
KEEP = """
begin
  if tg_op = 'DELETE' and destroyed_to(old.organisation_id) is not null then
    {};
  end if;
  {};
end"""
LET_GO = "return old"
LET_OLD_GO = """if tg_table_name <> 'documents' then
      return old;
    elsif not exists (
      select from statements as kept
      where kept.organisation_id = old.organisation_id and kept.id = old.statement_id
        and extract(year from greatest(kept.pay_on, kept.paid_on))
          > destroyed_to(kept.organisation_id)
    ) then
      return old;
    end if"""

HISTORY = "destroyed_to(old.organisation_id) is not null"
TABLES = {
    "statement": ("statements",),
    "statement_run": ("statement_runs",),
    "payment_batch": ("payment_batches", "bank_batches"),
    "register_delivery": ("register_deliveries",),
    "hand_payment": ("hand_payments",),
    "hour_entry": ("hour_entries",),
    "expense_entry": ("expense_entries",),
}


def _gone(table: str) -> str:
    return (
        f"not exists (select from {table}"
        " where organisation_id = old.organisation_id and id = old.subject_id)"
    )


BRANCHES = "\n".join(
    f"      when '{subject}' then {' and '.join(map(_gone, tables))}"
    for subject, tables in TABLES.items()
)
ORPHANED = f"""{HISTORY}
    and (case old.subject
{BRANCHES}
      else false end)"""


def upgrade() -> None:
    _in_the_guard("keep_money_record", OPEN, OLD)
    _in_the_guard("only_add", HISTORY, ORPHANED)
    _keep_vouchers(LET_OLD_GO)


def downgrade() -> None:
    _in_the_guard("keep_money_record", OLD, OPEN)
    _in_the_guard("only_add", ORPHANED, HISTORY)
    _keep_vouchers(LET_GO)


def _keep_vouchers(let_go: str) -> None:
    function("keep_voucher", KEEP.format(let_go, refuse("money_record_is_kept")), anew=True)


def _in_the_guard(name: str, before: str, after: str) -> None:
    op.execute(
        f"do $$ begin execute replace(pg_get_functiondef('{name}'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
