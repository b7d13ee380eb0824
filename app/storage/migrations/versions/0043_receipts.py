"""Receipts as files, and what proves a cost."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import protect

revision = "0043"
down_revision = "0042"

CHECKS = {
    "of_a_known_type": "media_type in ('image/jpeg', 'application/pdf', 'paper')",
    "of_sensible_size": "octet_length(content) <= 6000000",
    "expired_is_gone": "expired_at is null or content is null",
}


def upgrade() -> None:
    op.create_table(
        "receipts",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expense_entry_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_receipts_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_receipts_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expense_entry_id"],
            ["expense_entries.organisation_id", "expense_entries.id"],
            name=op.f("fk_receipts_organisation_id_expense_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_receipts_organisation_id_expert_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_receipts")),
        sa.UniqueConstraint(
            "organisation_id",
            "expense_entry_id",
            name=op.f("uq_receipts_organisation_id_expense_entry_id"),
        ),
    )
    protect("receipts")
    proof = sa.Enum(
        *("receipt", "paper", "own_word"),
        name="proof",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.add_column("expense_entries", sa.Column("proof", proof, nullable=True))


def downgrade() -> None:
    op.drop_column("expense_entries", "proof")
    op.drop_table("receipts")
