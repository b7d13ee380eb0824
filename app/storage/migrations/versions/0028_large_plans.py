"""A large plan is worked out by a job: since when it is waited for, or what came in its way."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("plans", sa.Column("asked_at", sa.DateTime(timezone=True)))
    op.add_column("plans", sa.Column("trouble", sa.Text()))


def downgrade() -> None:
    op.drop_column("plans", "trouble")
    op.drop_column("plans", "asked_at")
