"""What a voided batch would have paid is counted anew, and may replace the same once more."""

from alembic import op

revision = "0050"
down_revision = "0049"

NAME = op.f("ix_net_pays_organisation_id_replaces_id")
BEFORE = "one_replacement_of_a_net"
REPLACED = "replaces_id is not null"
COLUMNS = ("organisation_id", "replaces_id")


def upgrade() -> None:
    op.drop_index(BEFORE, "net_pays")
    op.create_index(NAME, "net_pays", COLUMNS, postgresql_where=REPLACED)


def downgrade() -> None:
    """Refused by the database where something has been counted anew since."""
    op.drop_index(NAME, "net_pays")
    op.create_index(BEFORE, "net_pays", COLUMNS, unique=True, postgresql_where=REPLACED)
