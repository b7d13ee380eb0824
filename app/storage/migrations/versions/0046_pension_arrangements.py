"""Under which pension insurance a person is employed, as her income reports tell it."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import keep
from app.storage.migrations.policies import protect

revision = "0046"
down_revision = "0045"

TABLE = "pension_arrangements"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("provider", sa.BigInteger(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("profession", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_pension_arrangements_ends_after_it_starts")
        ),
        sa.CheckConstraint(
            "ending is null or ends_on is not null",
            name=op.f("ck_pension_arrangements_ending_has_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["users.id"], name=op.f("fk_pension_arrangements_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_pension_arrangements_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_pension_arrangements_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pension_arrangements")),
    )
    op.create_index(
        op.f("ix_pension_arrangements_organisation_id_expert_id"),
        TABLE,
        ["organisation_id", "expert_id"],
        unique=False,
    )
    protect(TABLE)
    keep(TABLE)
    op.add_column(
        "register_reports", sa.Column("pension_arrangement_id", sa.BigInteger(), nullable=True)
    )
    op.create_foreign_key(
        op.f("fk_register_reports_organisation_id_pension_arrangement_id"),
        "register_reports",
        TABLE,
        ["organisation_id", "pension_arrangement_id"],
        ["organisation_id", "id"],
    )


def downgrade() -> None:
    op.drop_column("register_reports", "pension_arrangement_id")
    op.drop_table(TABLE)
