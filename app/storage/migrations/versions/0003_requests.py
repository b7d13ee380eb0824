"""Requests, their threads and occasions."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import protect

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "expert_requests",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "talk",
                "training",
                "group",
                "co_work",
                "development",
                "assess",
                "panel_meeting",
                "comment_task",
                name="requestkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "clarifying",
                "matching",
                "filled",
                "done",
                "answered",
                "closed",
                "cancelled",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("what_can_change", sa.Text(), nullable=True),
        sa.Column("who_decides", sa.Text(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "idea",
                "plan",
                "draft",
                "decided",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column(
            "timing",
            sa.Enum(
                "occasions",
                "open_ended",
                "task",
                name="timing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("preparation", sa.Text(), nullable=True),
        sa.Column("preparation_minutes", sa.BigInteger(), nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=True),
        sa.Column("asked_by_name_because", sa.Text(), nullable=True),
        sa.Column("cost_centre_id", sa.BigInteger(), nullable=True),
        sa.Column("project_code", sa.Text(), nullable=True),
        sa.Column(
            "payer",
            sa.Enum(
                "we_pay",
                "other_pays",
                "we_pay_and_invoice",
                name="payer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("responsible_id", sa.BigInteger(), nullable=True),
        sa.Column("deputy_id", sa.BigInteger(), nullable=True),
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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "not is_remote or municipality_code is null",
            name=op.f("ck_expert_requests_remote_has_no_place"),
        ),
        sa.CheckConstraint(
            "seats between 1 and 100", name=op.f("ck_expert_requests_seats_sensible")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["users.id"], name=op.f("fk_expert_requests_deputy_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "cost_centre_id"],
            ["cost_centres.organisation_id", "cost_centres.id"],
            name=op.f("fk_expert_requests_organisation_id_cost_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "unit_id"],
            ["units.organisation_id", "units.id"],
            name=op.f("fk_expert_requests_organisation_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_expert_requests_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["users.id"], name=op.f("fk_expert_requests_responsible_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_expert_requests")),
    )
    op.create_index(
        op.f("ix_expert_requests_organisation_id_state"),
        "expert_requests",
        ["organisation_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_expert_requests_organisation_id_unit_id"),
        "expert_requests",
        ["organisation_id", "unit_id"],
        unique=False,
    )
    op.create_table(
        "request_themes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("theme_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_request_themes_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "theme_id"],
            ["themes.organisation_id", "themes.id"],
            name=op.f("fk_request_themes_organisation_id_theme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_request_themes_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_request_themes")),
        sa.UniqueConstraint(
            "organisation_id",
            "request_id",
            "theme_id",
            name=op.f("uq_request_themes_organisation_id_request_id_theme_id"),
        ),
    )
    op.create_table(
        "request_messages",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("from_unit", sa.Boolean(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_request_messages_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_request_messages_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_request_messages")),
    )
    op.create_index(
        op.f("ix_request_messages_organisation_id_request_id"),
        "request_messages",
        ["organisation_id", "request_id"],
        unique=False,
    )
    op.create_table(
        "occasions",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("accepted_count", sa.BigInteger(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(starts_at is null) = (ends_at is null)"
            " and (starts_at is null) = (due_on is not null)",
            name=op.f("ck_occasions_clock_times_or_a_due_day"),
        ),
        sa.CheckConstraint(
            "accepted_count between 0 and seats", name=op.f("ck_occasions_never_overbooked")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_occasions_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_occasions_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_occasions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_occasions")),
    )
    op.create_index(
        op.f("ix_occasions_organisation_id_request_id"),
        "occasions",
        ["organisation_id", "request_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_occasions_organisation_id_starts_at"),
        "occasions",
        ["organisation_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "contact_notes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=True),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_contact_notes_minutes_not_negative")),
        sa.CheckConstraint(
            "num_nonnulls(expert_id, request_id) > 0", name=op.f("ck_contact_notes_about_something")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_contact_notes_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_contact_notes_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_contact_notes_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contact_notes_user_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_contact_notes")),
    )
    op.create_index(
        op.f("ix_contact_notes_organisation_id_expert_id"),
        "contact_notes",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_table(
        "outcomes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("chases", sa.BigInteger(), nullable=False),
        sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "changed",
                "nothing_changed",
                "taken_along",
                "no_answer",
                name="outcomekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("told_by", sa.Text(), nullable=True),
        sa.Column(
            "told_how",
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
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("experts_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'no_answer' or chases >= 3", name=op.f("ck_outcomes_three_chases_first")
        ),
        sa.CheckConstraint(
            "kind is null or kind = 'no_answer' or text is not null",
            name=op.f("ck_outcomes_an_answer_has_words"),
        ),
        sa.CheckConstraint(
            "(kind is null) = (told_at is null)", name=op.f("ck_outcomes_told_when_it_has_a_kind")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_outcomes_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_outcomes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint(
            "organisation_id", "request_id", name=op.f("uq_outcomes_organisation_id_request_id")
        ),
    )
    protect(
        "expert_requests",
        "request_themes",
        "request_messages",
        "occasions",
        "contact_notes",
        "outcomes",
    )


def downgrade() -> None:
    op.drop_table("outcomes")
    op.drop_table("contact_notes")
    op.drop_table("occasions")
    op.drop_table("request_messages")
    op.drop_table("request_themes")
    op.drop_table("expert_requests")
