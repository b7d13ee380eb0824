"""Why a step of money was taken stays as long as accounting, not the two years of other reasons."""

from alembic import op

revision = "0084"
down_revision = "0083"

FORGOTTEN = """to_jsonb(new) = to_jsonb(old) || '{"reason": null}'"""
NOT_OF_MONEY = f"""{FORGOTTEN}
    and old.subject not in ('hour_entry', 'expense_entry', 'statement', 'statement_run', 'rate',
      'figure', 'payment_batch', 'register_delivery', 'hand_payment', 'disposal')
    and (old.at < now() - interval '10 years' or old.became not in ('fee_agreed', 'fee_mended',
      'invoice_received', 'invoice_sent', 'invoice_mended', 'invoice_withdrawn'))"""


def upgrade() -> None:
    _in_the_guard(FORGOTTEN, NOT_OF_MONEY)


def downgrade() -> None:
    _in_the_guard(NOT_OF_MONEY, FORGOTTEN)


def _in_the_guard(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('only_add'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
