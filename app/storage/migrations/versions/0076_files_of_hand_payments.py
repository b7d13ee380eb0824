"""Payroll and the ledger are told of what is given to payroll by hand."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.guards import allow_only, keep
from app.storage.migrations.policies import protect

revision = "0076"
down_revision = "0075"

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
    "register_delivery",
)


def upgrade() -> None:
    op.create_table(
        "hand_files",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("hand_payment_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "per",
            sa.Enum(
                "person",
                "line",
                name="per",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("chosen", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hand_payment_id"],
            ["hand_payments.organisation_id", "hand_payments.id"],
            name=op.f("fk_hand_files_organisation_id_hand_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_hand_files_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_hand_files")),
        sa.UniqueConstraint(
            "organisation_id",
            "hand_payment_id",
            "per",
            name=op.f("uq_hand_files_organisation_id_hand_payment_id_per"),
        ),
    )
    protect("hand_files")
    keep("hand_files")
    allow_only("changes", "subject", (*SUBJECTS, "hand_payment"), name="subject")


def downgrade() -> None:
    allow_only("changes", "subject", SUBJECTS, name="subject")
    op.drop_table("hand_files")
