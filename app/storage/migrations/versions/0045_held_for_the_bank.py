"""A row waits for what the bank needs, where the organisation pays by itself."""

from alembic import op

revision = "0045"
down_revision = "0044"

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
    "later_chosen",
)


def upgrade() -> None:
    _allow((*REASONS, "no_payout_data"))


def downgrade() -> None:
    _allow(REASONS)


def _allow(reasons: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    for table in ENTRIES:
        name = op.f(f"ck_{table}_heldreason")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"held_because in ({listed})")
