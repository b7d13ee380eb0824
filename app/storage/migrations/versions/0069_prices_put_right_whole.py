"""A price is put right with its terms and examples, and so is a sum agreed for an assignment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0069"
down_revision = "0068"

CHECK = "ck_corrections_of_a_statement_or_a_price"
KEY = "fk_corrections_organisation_id_assignment_id"


def upgrade() -> None:
    op.add_column("corrections", sa.Column("assignment_id", sa.BigInteger(), nullable=True))
    op.add_column("corrections", sa.Column("terms", JSONB(), nullable=True))
    op.add_column("corrections", sa.Column("examples", JSONB(), nullable=True))
    op.create_foreign_key(
        op.f(KEY),
        "corrections",
        "assignments",
        ["organisation_id", "assignment_id"],
        ["organisation_id", "id"],
    )
    op.create_index(
        "one_waiting_correction_of_assignment",
        "corrections",
        ["organisation_id", "assignment_id"],
        unique=True,
        postgresql_where="state = 'waiting' and assignment_id is not null",
    )
    _check(
        "num_nonnulls(statement_id, rate_id, assignment_id) = 1"
        " and (cents is null) = (statement_id is not null)"
        " and (rate_id is not null or num_nonnulls(terms, examples) = 0)"
    )


def downgrade() -> None:
    op.execute("delete from corrections where assignment_id is not null")
    _check("num_nonnulls(statement_id, rate_id) = 1 and num_nonnulls(rate_id, cents) <> 1")
    op.drop_index("one_waiting_correction_of_assignment", "corrections")
    op.drop_constraint(op.f(KEY), "corrections")
    for column in ("examples", "terms", "assignment_id"):
        op.drop_column("corrections", column)


def _check(rule: str) -> None:
    op.drop_constraint(op.f(CHECK), "corrections", type_="check")
    op.create_check_constraint(op.f(CHECK), "corrections", rule)
