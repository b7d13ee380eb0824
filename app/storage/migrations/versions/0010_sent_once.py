"""A request remembers the form it came by, so that a second click stores nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("expert_requests", sa.Column("once", sa.Text(), nullable=True))
    op.create_unique_constraint(
        "uq_expert_requests_organisation_id_once", "expert_requests", ["organisation_id", "once"]
    )


def downgrade() -> None:
    op.drop_column("expert_requests", "once")
