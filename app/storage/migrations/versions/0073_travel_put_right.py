"""What was decided on travel is put right, and all that was paid by it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0073"
down_revision = "0072"

CHECK = "ck_corrections_of_a_statement_or_a_price"
KEY = "fk_corrections_organisation_id_travel_decision_id"
TERMS = " and (rate_id is not null or num_nonnulls(terms, examples) = 0)"


def upgrade() -> None:
    op.add_column("corrections", sa.Column("travel_decision_id", sa.BigInteger(), nullable=True))
    op.add_column("corrections", sa.Column("travel", JSONB(), nullable=True))
    op.create_foreign_key(
        op.f(KEY),
        "corrections",
        "travel_decisions",
        ["organisation_id", "travel_decision_id"],
        ["organisation_id", "id"],
    )
    op.create_index(
        "one_waiting_correction_of_travel_decision",
        "corrections",
        ["organisation_id", "travel_decision_id"],
        unique=True,
        postgresql_where="state = 'waiting' and travel_decision_id is not null",
    )
    _check(
        "num_nonnulls(statement_id, rate_id, assignment_id, travel_decision_id) = 1"
        " and (cents is null) = (num_nonnulls(statement_id, travel_decision_id) = 1)"
        " and (travel is null) = (travel_decision_id is null)"
    )


def downgrade() -> None:
    op.execute("delete from corrections where travel_decision_id is not null")
    _check(
        "num_nonnulls(statement_id, rate_id, assignment_id) = 1"
        " and (cents is null) = (statement_id is not null)"
    )
    op.drop_index("one_waiting_correction_of_travel_decision", "corrections")
    op.drop_constraint(op.f(KEY), "corrections")
    for column in ("travel", "travel_decision_id"):
        op.drop_column("corrections", column)


def _check(rule: str) -> None:
    op.drop_constraint(op.f(CHECK), "corrections", type_="check")
    op.create_check_constraint(op.f(CHECK), "corrections", rule + TERMS)
