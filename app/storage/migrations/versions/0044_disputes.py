"""What experts say is not right on their statements."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import protect

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column("on_behalf_how", _choice("onbehalf", "phone", "letter", "met"), nullable=True),
        sa.Column("answer", _choice("answer", "stays", "put_right"), nullable=True),
        sa.Column("answered_because", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(answer, answered_because, answered_at, answered_by) in (0, 4)",
            name=op.f("ck_disputes_answered_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_disputes_organisation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", f"{noun}_id"],
                [f"{noun}s.organisation_id", f"{noun}s.id"],
                name=op.f(f"fk_disputes_organisation_id_{noun}_id"),
            )
            for noun in ("statement", "expert")
        ),
        *(
            sa.ForeignKeyConstraint([who], ["users.id"], name=op.f(f"fk_disputes_{who}"))
            for who in ("entered_by", "answered_by")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_disputes")),
    )
    op.create_index(
        op.f("ix_disputes_organisation_id_statement_id"),
        "disputes",
        ["organisation_id", "statement_id"],
    )
    op.create_index(
        "one_open_dispute_of_a_line",
        "disputes",
        ["organisation_id", "statement_id", "position"],
        unique=True,
        postgresql_where="answered_at is null",
        postgresql_nulls_not_distinct=True,
    )
    protect("disputes")


def downgrade() -> None:
    op.drop_table("disputes")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
