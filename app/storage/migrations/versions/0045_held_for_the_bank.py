"""A row waits for what the bank needs, where the organisation pays by itself."""

from app.storage.migrations.guards import allow_only

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
    for table in ENTRIES:
        allow_only(table, "held_because", reasons, name="heldreason")
