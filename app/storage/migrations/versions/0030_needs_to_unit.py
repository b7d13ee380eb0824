"""Whether the unit is told what helps a person in the work: only when she says so."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column(
        "experts",
        sa.Column("needs_to_unit", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("experts", "needs_to_unit")
