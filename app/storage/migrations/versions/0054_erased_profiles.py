"""When the profile of a person was erased, and when she was."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"

COLUMNS = ("profile_erased_at", "erased_at")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("experts", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("experts", name)
