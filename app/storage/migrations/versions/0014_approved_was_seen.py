"""What is approved was confirmed and checked before, whoever writes the row."""

from alembic import op

revision = "0014"
down_revision = "0013"

ENTRIES = ("hour_entries", "expense_entries")


def upgrade() -> None:
    for table in ENTRIES:
        op.create_check_constraint(
            op.f(f"ck_{table}_approved_was_confirmed_and_checked"),
            table,
            "state not in ('approved', 'held')"
            " or (confirmed_at is not null and checked_by is not null)",
        )


def downgrade() -> None:
    for table in ENTRIES:
        op.drop_constraint(
            op.f(f"ck_{table}_approved_was_confirmed_and_checked"), table, type_="check"
        )
