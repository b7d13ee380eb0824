"""While a payroll run goes on nothing approved is held, let go or approved a second time either."""

from alembic import op

from app.storage.migrations.guards import refuse

revision = "0082"
down_revision = "0081"

FREE = """  if before = after and new.state not in ('returned', 'checked') then
    return new;
  end if;
"""
NOT_DURING_A_RUN = f"""  if not pg_try_advisory_xact_lock_shared(77, old.organisation_id::integer)
  then
    {refuse("run_goes_on")};
  end if;
"""
# Such as a note that is forgotten, which no run reads.
UNREAD = """  if before = after
    and (new.state, new.held_because, new.second_approved_by, new.second_approved_cents)
      is not distinct from
      (old.state, old.held_because, old.second_approved_by, old.second_approved_cents)
  then
    return new;
  end if;
"""


def upgrade() -> None:
    _in_the_lock(FREE + NOT_DURING_A_RUN, UNREAD + NOT_DURING_A_RUN + FREE)


def downgrade() -> None:
    _in_the_lock(UNREAD + NOT_DURING_A_RUN + FREE, FREE + NOT_DURING_A_RUN)


def _in_the_lock(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('lock_approved'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
