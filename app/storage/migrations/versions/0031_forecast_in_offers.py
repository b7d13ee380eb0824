"""An offer keeps how its fee comes about, and the most where the sum is agreed separately."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("offers", sa.Column("fee_most_cents", sa.BigInteger()))
    op.add_column("offers", sa.Column("foreseen", JSONB(), nullable=False, server_default="{}"))
    op.alter_column("offers", "foreseen", server_default=None)
    op.create_check_constraint(
        op.f("ck_offers_most_not_below_fee"), "offers", "fee_most_cents >= fee_cents"
    )


def downgrade() -> None:
    op.drop_column("offers", "foreseen")
    op.drop_column("offers", "fee_most_cents")
