"""Cost centres, units, themes and the registry of experts."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "cost_centres",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_cost_centres_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_cost_centres")),
        sa.UniqueConstraint(
            "organisation_id", "code", name=op.f("uq_cost_centres_organisation_id_code")
        ),
    )
    op.create_table(
        "approvers",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("cost_centre_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "cost_centre_id"],
            ["cost_centres.organisation_id", "cost_centres.id"],
            name=op.f("fk_approvers_organisation_id_cost_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_approvers_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_approvers_user_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_approvers")),
    )
    op.create_index(
        op.f("ix_approvers_organisation_id_cost_centre_id"),
        "approvers",
        ["organisation_id", "cost_centre_id"],
        unique=False,
    )
    op.create_table(
        "units",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("cost_centre_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "cost_centre_id"],
            ["cost_centres.organisation_id", "cost_centres.id"],
            name=op.f("fk_units_organisation_id_cost_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_units_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_units")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_units_organisation_id_name")),
    )
    op.create_table(
        "themes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_sv", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("is_heavy", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_themes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_themes")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_themes_organisation_id_name")),
    )
    op.create_table(
        "experts",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
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
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("role_kinds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("travels_km", sa.BigInteger(), nullable=True),
        sa.Column("may_act_remotely", sa.Boolean(), nullable=False),
        sa.Column("rest_minutes", sa.BigInteger(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "stop_reason",
            sa.Enum(
                "illness",
                "death",
                "withdrawal",
                name="stopreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("payroll_number", sa.Text(), nullable=True),
        sa.Column("finance_has_it", sa.Boolean(), nullable=False),
        sa.Column("responsible_id", sa.BigInteger(), nullable=False),
        sa.Column("deputy_id", sa.BigInteger(), nullable=True),
        sa.Column("support_contact", sa.Text(), nullable=True),
        sa.Column("support_needs", sa.Text(), nullable=True),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        sa.Column("guardian_name", sa.Text(), nullable=True),
        sa.Column("guardian_phone", sa.Text(), nullable=True),
        sa.Column("guardian_email", sa.Text(), nullable=True),
        sa.Column("guardian_consent_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "not is_minor or guardian_name is not null",
            name=op.f("ck_experts_a_minor_has_a_guardian"),
        ),
        sa.CheckConstraint(
            "stopped_at is null or stop_reason is not null",
            name=op.f("ck_experts_stop_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_experts_deputy_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_experts_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_experts_person_id")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["users.id"], name=op.f("fk_experts_responsible_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_experts")),
        sa.UniqueConstraint(
            "organisation_id",
            "payroll_number",
            name=op.f("uq_experts_organisation_id_payroll_number"),
        ),
        sa.UniqueConstraint(
            "organisation_id", "person_id", name=op.f("uq_experts_organisation_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_experts_organisation_id_sort_key"),
        "experts",
        ["organisation_id", "sort_key"],
        unique=False,
    )
    op.create_table(
        "expert_themes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("theme_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "perspective",
            sa.Enum(
                "own",
                "parent",
                "close_one",
                "carer",
                name="perspective",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("own_words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_expert_themes_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "theme_id"],
            ["themes.organisation_id", "themes.id"],
            name=op.f("fk_expert_themes_organisation_id_theme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_expert_themes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_expert_themes")),
        sa.UniqueConstraint(
            "organisation_id",
            "expert_id",
            "theme_id",
            "perspective",
            name=op.f("uq_expert_themes_organisation_id_expert_id_theme_id_perspective"),
        ),
    )
    op.create_table(
        "trainings",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_trainings_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_trainings_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_trainings")),
    )
    op.create_index(
        op.f("ix_trainings_organisation_id_expert_id"),
        "trainings",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_table(
        "agreements",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_agreements_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_agreements_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_agreements")),
    )
    op.create_index(
        op.f("ix_agreements_organisation_id_expert_id"),
        "agreements",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_table(
        "consents",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("notice_version", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_consents_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_consents_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_consents")),
    )
    op.create_index(
        op.f("ix_consents_organisation_id_expert_id"),
        "consents",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_table(
        "imports",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger(), nullable=False),
        sa.Column("read_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_imports_organisation_id")
        ),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name=op.f("fk_imports_uploaded_by")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_imports")),
        sa.UniqueConstraint(
            "organisation_id", "sha256", name=op.f("uq_imports_organisation_id_sha256")
        ),
    )
    protect(
        "cost_centres",
        "approvers",
        "units",
        "themes",
        "experts",
        "expert_themes",
        "trainings",
        "agreements",
        "consents",
        "imports",
    )


def downgrade() -> None:
    op.drop_table("imports")
    op.drop_table("consents")
    op.drop_table("agreements")
    op.drop_table("trainings")
    op.drop_table("expert_themes")
    op.drop_table("experts")
    op.drop_table("themes")
    op.drop_table("units")
    op.drop_table("approvers")
    op.drop_table("cost_centres")
