"""Each time a file of a payment batch is taken is a step of the batch."""

from app.storage.migrations.guards import allow_only

revision = "0063"
down_revision = "0062"

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
)


def upgrade() -> None:
    allow_only("changes", "subject", (*SUBJECTS, "payment_batch"), name="subject")


def downgrade() -> None:
    allow_only("changes", "subject", SUBJECTS, name="subject")
