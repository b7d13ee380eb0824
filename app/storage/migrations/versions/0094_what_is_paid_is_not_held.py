"""What a run has just put on a statement is not held by who looked at it before."""

from alembic import op

revision = "0094"
down_revision = "0093"

# In the function that locks what is approved: before it asks for lines, and after.
FREE = """  if before = after and new.state not in ('returned', 'checked') then
    return new;
  end if;
"""
ASKS_FOR_LINES = "  if tg_table_name = 'hour_entries' then\n"
LINES_ARE_KNOWN = "  if new.state = 'checked' then\n"
FREE_WITHOUT_LINES = """  if before = after and new.state not in ('returned', 'checked')
    and not (is_billed and new.state = 'held')
  then
    return new;
  end if;
"""


def upgrade() -> None:
    _in_the_lock(FREE, "")
    _in_the_lock(LINES_ARE_KNOWN, FREE_WITHOUT_LINES + LINES_ARE_KNOWN)


def downgrade() -> None:
    _in_the_lock(FREE_WITHOUT_LINES, "")
    _in_the_lock(ASKS_FOR_LINES, FREE + ASKS_FOR_LINES)


def _in_the_lock(before: str, after: str) -> None:
    op.execute(
        "do $do$ begin execute replace(pg_get_functiondef('lock_approved'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $do$"
    )
