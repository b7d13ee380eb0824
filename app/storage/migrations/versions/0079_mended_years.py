"""Two people say that the tax of a payment of another year has been put right."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import keep
from app.storage.migrations.policies import protect

revision = "0079"
down_revision = "0078"

ONCE = "{confirmed_at,confirmed_by,refused_at,refused_by}"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mended_years",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.Column("refused_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by <> asked_by", name=op.f("ck_mended_years_confirmed_by_another")
        ),
        sa.CheckConstraint(
            "num_nulls(confirmed_at, confirmed_by) in (0, 2)",
            name=op.f("ck_mended_years_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "num_nulls(refused_at, refused_by) in (0, 2)",
            name=op.f("ck_mended_years_refused_whole"),
        ),
        sa.CheckConstraint(
            "confirmed_at is null or refused_at is null", name=op.f("ck_mended_years_one_answer")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_mended_years_{column}"))
            for column in ("asked_by", "confirmed_by", "refused_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "payment_id"],
            ["payments.organisation_id", "payments.id"],
            name=op.f("fk_mended_years_organisation_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_mended_years_organisation_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_mended_years_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_mended_years")),
    )
    op.create_index(
        "one_mended_year_per_payment",
        "mended_years",
        ["organisation_id", "payment_id"],
        unique=True,
        postgresql_where="refused_at is null",
    )
    protect("mended_years")
    keep("mended_years", once=ONCE)


def downgrade() -> None:
    op.drop_table("mended_years")
