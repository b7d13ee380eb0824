"""Payroll and the ledger are told of what the bank pays, and by which accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.guards import keep
from app.storage.migrations.policies import protect

revision = "0057"
down_revision = "0056"

ACCOUNTS_OF = (
    "pay_code",
    "came_back",
    "withheld",
    "pension",
    "unemployment",
    "things_given",
)


def upgrade() -> None:
    op.create_table(
        "batch_files",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("per", _one_of("per", "person", "line"), nullable=False),
        sa.Column("chosen", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "batch_id"],
            ["bank_batches.organisation_id", "bank_batches.id"],
            name=op.f("fk_batch_files_organisation_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_batch_files_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_batch_files")),
        sa.UniqueConstraint(
            "organisation_id",
            "batch_id",
            "per",
            name=op.f("uq_batch_files_organisation_id_batch_id_per"),
        ),
    )
    op.create_table(
        "ledger_accounts",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("of", _one_of("accountof", *ACCOUNTS_OF), nullable=False),
        sa.Column("pay_code", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by"], ["users.id"], name=op.f("fk_ledger_accounts_chosen_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_ledger_accounts_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint(
            "organisation_id",
            "of",
            "pay_code",
            name=op.f("uq_ledger_accounts_organisation_id_of_pay_code"),
        ),
    )
    protect("batch_files", "ledger_accounts")
    keep("batch_files")


def downgrade() -> None:
    op.drop_table("ledger_accounts")
    op.drop_table("batch_files")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
