"""What a price says beyond its cents, and what an assignment agrees on within it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0029"
down_revision = "0028"


UNITS = ("hour", "meeting", "lump")
MORE_UNITS = (*UNITS, "lesson", "day")


def upgrade() -> None:
    _allow(MORE_UNITS)
    op.add_column("rates", sa.Column("terms", JSONB(), nullable=False, server_default="{}"))
    op.add_column("rates", sa.Column("origin", JSONB()))
    op.add_column("rates", sa.Column("given", sa.Text()))
    op.add_column("rates", sa.Column("examples", JSONB(), nullable=False, server_default="[]"))
    for name in ("terms", "examples"):
        op.alter_column("rates", name, server_default=None)
    op.add_column("assignments", sa.Column("agreed_cents", sa.BigInteger()))
    op.add_column("assignments", sa.Column("role", sa.Text()))
    op.create_check_constraint(
        op.f("ck_assignments_agreed_not_negative"), "assignments", "agreed_cents >= 0"
    )


def downgrade() -> None:
    for name in ("role", "agreed_cents"):
        op.drop_column("assignments", name)
    for name in ("examples", "given", "origin", "terms"):
        op.drop_column("rates", name)
    _allow(UNITS)


def _allow(units: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_rates_priceunit"), "rates")
    listed = ", ".join(f"'{unit}'" for unit in units)
    op.create_check_constraint(op.f("ck_rates_priceunit"), "rates", f"unit in ({listed})")
