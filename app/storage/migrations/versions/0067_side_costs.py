"""What a request is foreseen to cost besides fees and travel, and what for."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"

TABLE, CHECK = "expert_requests", "ck_expert_requests_side_costs_sensible"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("side_costs_cents", sa.BigInteger(), nullable=True))
    op.add_column(TABLE, sa.Column("side_costs_note", sa.Text(), nullable=True))
    op.create_check_constraint(op.f(CHECK), TABLE, "side_costs_cents between 0 and 10000000")


def downgrade() -> None:
    op.drop_constraint(op.f(CHECK), TABLE)
    op.drop_column(TABLE, "side_costs_note")
    op.drop_column(TABLE, "side_costs_cents")
