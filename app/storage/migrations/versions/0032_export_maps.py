"""How an organisation's payroll wants its files, kept beside the files each choice made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.policies import protect

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "export_maps",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "per",
            sa.Enum(
                "person", "line", name="per", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("chosen", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["users.id"], name=op.f("fk_export_maps_chosen_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_export_maps_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_export_maps")),
        sa.UniqueConstraint(
            "organisation_id", "per", name=op.f("uq_export_maps_organisation_id_per")
        ),
    )
    protect("export_maps")
    for column in ("person_map", "line_map"):
        op.add_column(
            "payment_batches",
            sa.Column(column, postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        )


def downgrade() -> None:
    for column in ("line_map", "person_map"):
        op.drop_column("payment_batches", column)
    op.drop_table("export_maps")
