"""Messages, the history of steps and answers by idempotency key."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import protect

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "letter",
                "phone",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                "to_print",
                "printed",
                "to_ring",
                "rung",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("failed_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_messages_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_messages_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "organisation_id",
            "event",
            "recipient",
            "channel",
            name=op.f("uq_messages_organisation_id_event_recipient_channel"),
        ),
    )
    op.create_index(
        op.f("ix_messages_organisation_id_state"),
        "messages",
        ["organisation_id", "state"],
        unique=False,
    )
    op.create_table(
        "changes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
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
                "unit",
                "user",
                name="subject",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "expert",
                "requester",
                "approver",
                "finance",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column(
            "on_behalf_how",
            sa.Enum(
                "phone",
                "letter",
                "met",
                name="onbehalf",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_changes_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_changes_user_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_changes")),
    )
    op.create_index(
        op.f("ix_changes_organisation_id_subject_subject_id"),
        "changes",
        ["organisation_id", "subject", "subject_id"],
        unique=False,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_idempotency_keys_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_idempotency_keys_user_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint(
            "organisation_id",
            "user_id",
            "key",
            name=op.f("uq_idempotency_keys_organisation_id_user_id_key"),
        ),
    )
    protect(
        "messages",
        "changes",
        "idempotency_keys",
    )


def downgrade() -> None:
    op.drop_table("idempotency_keys")
    op.drop_table("changes")
    op.drop_table("messages")
