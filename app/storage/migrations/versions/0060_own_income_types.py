"""The organisation's own list of income types, by day of payment."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import keep
from app.storage.migrations.policies import protect

revision = "0060"
down_revision = "0059"

TABLE = "own_income_types"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("income_type", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=False),
        sa.Column("decider_name", sa.Text(), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f(f"ck_{TABLE}_has_a_reason")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f(f"fk_{TABLE}_decided_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{TABLE}_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(
        op.f(f"ix_{TABLE}_organisation_id_what"), TABLE, ["organisation_id", "what"], unique=False
    )
    protect(TABLE)
    keep(TABLE)


def downgrade() -> None:
    op.drop_table(TABLE)
