"""A fee may wait for a later pay day because the person asked for it."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import allow_only

revision = "0020"
down_revision = "0019"

ENTRIES = ("hour_entries", "expense_entries")
REASONS = (
    "stopped",
    "by_finance",
    "no_payroll_number",
    "finance_lacks_data",
    "no_pay_code",
    "no_cost_centre",
    "unconfirmed_figure",
    "not_priced",
)


def upgrade() -> None:
    op.add_column("assignments", sa.Column("pay_from", sa.Date(), nullable=True))
    _allow((*REASONS, "later_chosen"))


def downgrade() -> None:
    _allow(REASONS)
    op.drop_column("assignments", "pay_from")


def _allow(reasons: tuple[str, ...]) -> None:
    for table in ENTRIES:
        allow_only(table, "held_because", reasons, name="heldreason")
