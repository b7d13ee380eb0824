"""What no figure prices is not approved, so no approved row waits for a figure."""

from app.storage.migrations.guards import allow_only

revision = "0064"
down_revision = "0063"

ENTRIES = ("hour_entries", "expense_entries")
REASONS = (
    "stopped",
    "by_finance",
    "no_payroll_number",
    "finance_lacks_data",
    "no_payout_data",
    "no_pay_code",
    "no_cost_centre",
    "not_priced",
    "later_chosen",
)


def upgrade() -> None:
    _allow(REASONS)


def downgrade() -> None:
    _allow((*REASONS, "unconfirmed_figure"))


def _allow(reasons: tuple[str, ...]) -> None:
    for table in ENTRIES:
        allow_only(table, "held_because", reasons, name="heldreason")
