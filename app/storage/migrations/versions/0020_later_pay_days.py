"""A fee may wait for a later pay day because the person asked for it."""

import sqlalchemy as sa
from alembic import op

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
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    for table in ENTRIES:
        name = op.f(f"ck_{table}_heldreason")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"held_because in ({listed})")
