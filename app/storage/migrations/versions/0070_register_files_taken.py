"""Each time a file for the Incomes Register is taken is a step of it."""

from app.storage.migrations.guards import allow_only

revision = "0070"
down_revision = "0069"

SUBJECTS = (
    "expert",
    "request",
    "occasion",
    "offer",
    "assignment",
    "hour_entry",
    "expense_entry",
    "statement",
    "statement_run",
    "rate",
    "outcome",
    "plan",
    "unit",
    "user",
    "weights",
    "figure",
    "payment_batch",
)


def upgrade() -> None:
    allow_only("changes", "subject", (*SUBJECTS, "register_delivery"), name="subject")


def downgrade() -> None:
    allow_only("changes", "subject", SUBJECTS, name="subject")
