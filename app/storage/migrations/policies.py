"""Row-level security: a row is seen and written only in the organisation it belongs to."""

from alembic import op

CHOSEN = "(select nullif(current_setting('app.organisation_id', true), '')::bigint)"


def protect(*tables: str) -> None:
    """Not FORCE: that would hide the rows from the owner's own migrations."""
    for table in tables:
        op.execute(f"alter table {table} enable row level security")
        op.execute(
            f"create policy tenant on {table} using (organisation_id = {CHOSEN})"
            f" with check (organisation_id = {CHOSEN})"
        )
