"""While a payroll run looks at what is approved, nothing approved changes: one lock, not a million.

Who changes an approved entry shares the lock of the organisation until the change is kept; a run
has it alone. Nobody waits for a run: who comes in the middle of one is told so.
"""

from alembic import op

from app.storage.migrations.guards import refuse

revision = "0077"
down_revision = "0076"

BILLED = "  if tg_table_name = 'hour_entries' then\n    is_billed :="
NOT_DURING_A_RUN = f"""  if not pg_try_advisory_xact_lock_shared(77, old.organisation_id::integer)
  then
    {refuse("run_goes_on")};
  end if;
"""


def upgrade() -> None:
    _in_the_lock(BILLED, NOT_DURING_A_RUN + BILLED)


def downgrade() -> None:
    _in_the_lock(NOT_DURING_A_RUN + BILLED, BILLED)


def _in_the_lock(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('lock_approved'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
