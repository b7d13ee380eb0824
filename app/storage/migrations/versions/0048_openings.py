"""Who opened what is sensitive of whom; the application adds rows and changes none."""

import sqlalchemy as sa
from alembic import op
from flask import current_app

from app.storage.migrations.policies import protect

revision = "0048"
down_revision = "0047"

TABLE = "openings"
ROLES = ("coordinator", "expert", "requester", "approver", "finance", "admin", "auditor")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "what",
            _choice("opened", "receipt", "payout", "needs", "about", "notes", "everything"),
            nullable=False,
        ),
        sa.Column("role", _choice("role", *ROLES), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_openings_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_openings_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_openings_user_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_openings")),
    )
    op.create_index(
        op.f("ix_openings_organisation_id_expert_id"), TABLE, ["organisation_id", "expert_id"]
    )
    protect(TABLE)
    op.execute(
        f"create trigger only_add before update or delete on {TABLE} for each row"
        " execute function only_add()"
    )
    role = current_app.config["APPLICATION_ROLE"]
    op.execute(f'revoke update, delete on {TABLE} from "{role}"')


def downgrade() -> None:
    op.drop_table(TABLE)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
