"""An account and a tax card of more than ten years ago may be forgotten."""

from alembic import op

revision = "0081"
down_revision = "0080"

BEGIN = "\nbegin\n  if tg_op = 'DELETE' or"
OLD_MAY_GO = """
begin
  if tg_op = 'DELETE' and tg_table_name in ('payout_accounts', 'tax_cards')
    and extract(year from coalesce(to_jsonb(old) ->> 'asked_at', to_jsonb(old) ->> 'entered_at')
      ::timestamptz) < extract(year from now()) - 10
  then
    return old;
  end if;
  if tg_op = 'DELETE' or"""


def upgrade() -> None:
    _in_the_guard(BEGIN, OLD_MAY_GO)


def downgrade() -> None:
    _in_the_guard(OLD_MAY_GO, BEGIN)


def _in_the_guard(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('keep_money_record'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
