"""Why everything stopped for a person is not part of what a message is about."""

from alembic import op

revision = "0075"
down_revision = "0074"


def upgrade() -> None:
    op.execute(
        "update messages"
        " set event = 'everything_stopped:' || split_part(event, ':', 2) || ':' || id"
        " where event like 'everything_stopped:%'"
    )


def downgrade() -> None:
    """A reason that was taken away stays away."""
