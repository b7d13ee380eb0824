"""One decision waits once: a form sent twice, or from two tabs, is one proposal."""

from alembic import op

revision = "0074"
down_revision = "0073"

KEYS = {
    "fee_tables": "one_proposal_of_a_fee_table",
    "travel_decisions": "one_proposal_of_a_travel_decision",
}
WAITS = "confirmed_at is null and withdrawn_at is null"


def upgrade() -> None:
    for table, key in KEYS.items():
        op.execute(
            f"update {table} as later set withdrawn_at = now(), withdrawn_by = proposed_by"
            f" where {WAITS} and exists (select from {table} as first"
            " where first.confirmed_at is null and first.withdrawn_at is null"
            " and first.organisation_id = later.organisation_id and first.id < later.id"
            " and first.valid_from = later.valid_from"
            " and first.decision_number = later.decision_number)"
        )
        op.create_index(
            key,
            table,
            ["organisation_id", "valid_from", "decision_number"],
            unique=True,
            postgresql_where=WAITS,
        )


def downgrade() -> None:
    for table, key in KEYS.items():
        op.drop_index(key, table)
