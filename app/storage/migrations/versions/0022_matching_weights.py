"""How much each part of the fair order weighs, decided by the organisation from a day on."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import allow_only
from app.storage.migrations.policies import protect

revision = "0022"
down_revision = "0021"

PARTS = ("theme", "level", "distance", "wait", "asked", "worked", "learning", "continuity")
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
)


def upgrade() -> None:
    op.create_table(
        "matching_weights",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *(sa.Column(part, sa.BigInteger(), nullable=False) for part in PARTS),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_matching_weights_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_matching_weights")),
        sa.UniqueConstraint(
            "organisation_id",
            "valid_from",
            name=op.f("uq_matching_weights_organisation_id_valid_from"),
        ),
        *(
            sa.CheckConstraint(
                f"{part} between 0 and 100", name=op.f(f"ck_matching_weights_{part}_in_bounds")
            )
            for part in PARTS
        ),
        sa.CheckConstraint(
            f"{' + '.join(PARTS)} > 0", name=op.f("ck_matching_weights_something_weighs")
        ),
    )
    protect("matching_weights")
    allow_only("changes", "subject", (*SUBJECTS, "weights"), name="subject")


def downgrade() -> None:
    allow_only("changes", "subject", SUBJECTS, name="subject")
    op.drop_table("matching_weights")
