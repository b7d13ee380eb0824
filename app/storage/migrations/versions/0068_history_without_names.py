"""The history never changes, so it does not name people who may one day be erased."""

from alembic import op

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    op.execute("alter table changes disable trigger only_add")
    op.execute("update changes set actor_name = '' where role = 'expert'")
    op.execute("alter table changes enable trigger only_add")


def downgrade() -> None:
    """Names that were taken away stay away."""
