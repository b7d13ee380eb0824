"""What things given are worth is taxed with the rest, and never paid as money."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

NAME = op.f("ck_net_pays_net_is_what_is_left")
LEFT = "net_cents = taxable_cents + tax_free_cents {given}- withheld_cents - pension_cents"
LEFT += " - unemployment_cents"


def upgrade() -> None:
    given = sa.Column("given_cents", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("net_pays", given)
    op.drop_constraint(NAME, "net_pays")
    op.create_check_constraint(NAME, "net_pays", LEFT.format(given="- given_cents "))


def downgrade() -> None:
    op.drop_constraint(NAME, "net_pays")
    op.create_check_constraint(NAME, "net_pays", LEFT.format(given=""))
    op.drop_column("net_pays", "given_cents")
