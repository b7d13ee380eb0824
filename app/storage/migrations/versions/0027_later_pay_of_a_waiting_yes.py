"""A yes that waits for the seats to be shared keeps from when its fee is to be paid."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("offers", sa.Column("pay_from", sa.Date()))


def downgrade() -> None:
    op.drop_column("offers", "pay_from")
