"""An association's invoice needs no check; of a company of one's own YEL is always told."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.alter_column("received_invoices", "prepayment_checked_on", nullable=True)
    op.add_column(
        "received_invoices",
        sa.Column("yel_not_needed", sa.Boolean(), nullable=False, server_default="false"),
    )
    op.alter_column("received_invoices", "yel_not_needed", server_default=None)


def downgrade() -> None:
    op.drop_column("received_invoices", "yel_not_needed")
    op.execute(
        "update received_invoices set prepayment_checked_on = invoiced_on"
        " where prepayment_checked_on is null"
    )
    op.alter_column("received_invoices", "prepayment_checked_on", nullable=False)
