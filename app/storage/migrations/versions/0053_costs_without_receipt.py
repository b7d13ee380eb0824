"""A cost on the person's own word is pay: a kind of its own, with its own pay code."""

from app.storage.migrations.guards import allow_only

revision = "0053"
down_revision = "0052"

KINDS = (
    *("kilometres", "ticket", "other", "bought_by_us", "meal", "per_diem"),
    *("partial_per_diem", "kilometres_above", "allowance_above"),
)


def upgrade() -> None:
    allow_only("expense_entries", "kind", (*KINDS, "no_receipt"), name="expensekind")


def downgrade() -> None:
    """Refused by the database where such a cost has been approved since."""
    allow_only("expense_entries", "kind", KINDS, name="expensekind")
