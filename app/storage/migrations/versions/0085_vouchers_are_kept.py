"""Printed statements and payroll's files never change, and names of ten years ago may go.

The files are many bytes, so their guards look at no more than which columns are told anew.
"""

from alembic import op
from flask import current_app

from app.storage.migrations.guards import function, refuse

revision = "0085"
down_revision = "0084"

KEEP = f"""
begin
  if tg_op = 'DELETE' and destroyed_to(old.organisation_id) is not null then
    return old;
  end if;
  {refuse("money_record_is_kept")};
end"""
KEPT = {
    "documents": "",
    "payment_batches": " of organisation_id, id, run_id, persons, total_cents, created_at,"
    " created_by, per_person, per_person_sha256, per_line, per_line_sha256, person_map, line_map,"
    " handed_over_at",
}

OF_MONEY = """'hour_entry', 'expense_entry', 'statement', 'statement_run', 'rate',
      'figure', 'payment_batch', 'register_delivery', 'hand_payment', 'disposal'"""
BEGIN = (
    "  if tg_op = 'UPDATE' and tg_table_name = 'changes' and old.at < now() - interval '2 years'"
)
NAMES_MAY_GO = f"""  if tg_op = 'UPDATE' and tg_table_name = 'changes'
    and old.at < now() - interval '10 years'
    and to_jsonb(new) = to_jsonb(old) || '{{"reason": null, "actor_name": ""}}'
    and old.subject not in ({OF_MONEY})
  then
    return new;
  end if;
{BEGIN}"""


def upgrade() -> None:
    function("keep_voucher", KEEP)
    for table, columns in KEPT.items():
        op.execute(
            f"create trigger keep_voucher before delete or update{columns} on {table}"
            " for each row execute function keep_voucher()"
        )
    _in_only_add(BEGIN, NAMES_MAY_GO)
    op.execute(f'grant update (actor_name) on changes to "{_role()}"')


def downgrade() -> None:
    op.execute(f'revoke update (actor_name) on changes from "{_role()}"')
    _in_only_add(NAMES_MAY_GO, BEGIN)
    for table in KEPT:
        op.execute(f"drop trigger keep_voucher on {table}")
    op.execute("drop function keep_voucher()")


def _role() -> str:
    return current_app.config["APPLICATION_ROLE"]


def _in_only_add(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('only_add'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
