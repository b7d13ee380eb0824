"""Fee tables, the pay calendar, hours and expenses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.policies import protect

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "fee_tables",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("decision_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_fee_tables_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_fee_tables")),
        sa.UniqueConstraint(
            "organisation_id", "valid_from", name=op.f("uq_fee_tables_organisation_id_valid_from")
        ),
    )
    op.create_table(
        "rates",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("fee_table_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "work",
            sa.Enum(
                "preparation",
                "activity",
                "travel",
                "follow_up",
                name="work",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "request_kind",
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
            nullable=True,
        ),
        sa.Column(
            "unit",
            sa.Enum(
                "hour",
                "meeting",
                "lump",
                name="priceunit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("pay_code", sa.Text(), nullable=True),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_rates_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "fee_table_id"],
            ["fee_tables.organisation_id", "fee_tables.id"],
            name=op.f("fk_rates_organisation_id_fee_table_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_rates_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_rates")),
    )
    op.create_index(
        "one_rate_for_work",
        "rates",
        ["organisation_id", "fee_table_id", "work", "request_kind"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "expense_pay_codes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pay_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_expense_pay_codes_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_expense_pay_codes")),
        sa.UniqueConstraint(
            "organisation_id", "kind", name=op.f("uq_expense_pay_codes_organisation_id_kind")
        ),
    )
    op.create_table(
        "pay_days",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("cut_off_on", sa.Date(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "month = to_char(pay_on, 'YYYY-MM')",
            name=op.f("ck_pay_days_month_is_that_of_the_pay_day"),
        ),
        sa.CheckConstraint("cut_off_on <= pay_on", name=op.f("ck_pay_days_cut_off_before_pay_day")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_pay_days_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pay_days")),
        sa.UniqueConstraint(
            "organisation_id", "month", name=op.f("uq_pay_days_organisation_id_month")
        ),
    )
    op.create_table(
        "hour_entries",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "work",
            sa.Enum(
                "preparation",
                "activity",
                "travel",
                "follow_up",
                name="work",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "reported",
                "confirmed",
                "checked",
                "approved",
                "returned",
                "held",
                name="entrystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
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
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("returned_because", sa.Text(), nullable=True),
        sa.Column(
            "held_because",
            sa.Enum(
                "stopped",
                "no_payroll_number",
                "finance_lacks_data",
                "no_pay_code",
                "no_cost_centre",
                "unconfirmed_figure",
                "not_priced",
                name="heldreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("pay_code", sa.Text(), nullable=True),
        sa.Column("price_cents", sa.BigInteger(), nullable=True),
        sa.Column("breakdown", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(expert_id, expert_id, '[]')"), "&&"),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("starts_at is not null"),
            using="gist",
            name="activities_do_not_overlap",
        ),
        sa.CheckConstraint(
            "(starts_at is null) = (ends_at is null) and (work = 'activity' or starts_at is null)",
            name=op.f("ck_hour_entries_clock_times_of_activity_only"),
        ),
        sa.CheckConstraint(
            "(state = 'held') = (held_because is not null)",
            name=op.f("ck_hour_entries_held_has_a_reason"),
        ),
        sa.CheckConstraint(
            "(state in ('approved', 'held'))"
            " = (approved_by is not null and price_cents is not null)",
            name=op.f("ck_hour_entries_approved_has_price_and_approver"),
        ),
        sa.CheckConstraint(
            "minutes * interval '1 minute' <= ends_at - starts_at",
            name=op.f("ck_hour_entries_no_more_than_elapsed"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' or returned_because is not null",
            name=op.f("ck_hour_entries_returned_has_a_reason"),
        ),
        sa.CheckConstraint(
            "approved_by <> checked_by", name=op.f("ck_hour_entries_approver_is_not_the_checker")
        ),
        sa.CheckConstraint(
            "approved_by <> entered_by", name=op.f("ck_hour_entries_approver_did_not_enter_it")
        ),
        sa.CheckConstraint(
            "minutes between 1 and 1440", name=op.f("ck_hour_entries_minutes_within_a_day")
        ),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_hour_entries_price_not_negative")),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_hour_entries_starts_before_it_ends")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["users.id"], name=op.f("fk_hour_entries_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["users.id"], name=op.f("fk_hour_entries_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["users.id"], name=op.f("fk_hour_entries_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assignment_id"],
            ["assignments.organisation_id", "assignments.id"],
            name=op.f("fk_hour_entries_organisation_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_hour_entries_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_hour_entries_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_hour_entries")),
    )
    op.create_index(
        op.f("ix_hour_entries_organisation_id_assignment_id"),
        "hour_entries",
        ["organisation_id", "assignment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_hour_entries_organisation_id_expert_id"),
        "hour_entries",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_hour_entries_organisation_id_state"),
        "hour_entries",
        ["organisation_id", "state"],
        unique=False,
    )
    op.create_table(
        "expense_entries",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "kilometres",
                "ticket",
                "other",
                "bought_by_us",
                "meal",
                "per_diem",
                name="expensekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("claimed_cents", sa.BigInteger(), nullable=False),
        sa.Column("kilometre_tenths", sa.BigInteger(), nullable=True),
        sa.Column("passengers", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returns_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "reported",
                "confirmed",
                "checked",
                "approved",
                "returned",
                "held",
                name="entrystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
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
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("returned_because", sa.Text(), nullable=True),
        sa.Column(
            "held_because",
            sa.Enum(
                "stopped",
                "no_payroll_number",
                "finance_lacks_data",
                "no_pay_code",
                "no_cost_centre",
                "unconfirmed_figure",
                "not_priced",
                name="heldreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("pay_code", sa.Text(), nullable=True),
        sa.Column("price_cents", sa.BigInteger(), nullable=True),
        sa.Column("breakdown", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "(kind = 'kilometres') = (kilometre_tenths is not null)",
            name=op.f("ck_expense_entries_kilometres_when_driven"),
        ),
        sa.CheckConstraint(
            "(state = 'held') = (held_because is not null)",
            name=op.f("ck_expense_entries_held_has_a_reason"),
        ),
        sa.CheckConstraint(
            "(state in ('approved', 'held'))"
            " = (approved_by is not null and price_cents is not null)",
            name=op.f("ck_expense_entries_approved_has_price_and_approver"),
        ),
        sa.CheckConstraint(
            "kind <> 'kilometres' or (purpose is not null and route is not null)",
            name=op.f("ck_expense_entries_a_drive_says_purpose_and_route"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' or returned_because is not null",
            name=op.f("ck_expense_entries_returned_has_a_reason"),
        ),
        sa.CheckConstraint(
            "approved_by <> checked_by", name=op.f("ck_expense_entries_approver_is_not_the_checker")
        ),
        sa.CheckConstraint(
            "approved_by <> entered_by", name=op.f("ck_expense_entries_approver_did_not_enter_it")
        ),
        sa.CheckConstraint(
            "claimed_cents >= 0", name=op.f("ck_expense_entries_claim_not_negative")
        ),
        sa.CheckConstraint(
            "kilometre_tenths between 1 and 20000",
            name=op.f("ck_expense_entries_kilometres_sensible"),
        ),
        sa.CheckConstraint(
            "leaves_at < returns_at", name=op.f("ck_expense_entries_leaves_before_returning")
        ),
        sa.CheckConstraint(
            "passengers between 0 and 8", name=op.f("ck_expense_entries_passengers_sensible")
        ),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_expense_entries_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["users.id"], name=op.f("fk_expense_entries_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["users.id"], name=op.f("fk_expense_entries_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["users.id"], name=op.f("fk_expense_entries_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assignment_id"],
            ["assignments.organisation_id", "assignments.id"],
            name=op.f("fk_expense_entries_organisation_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_expense_entries_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_expense_entries_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_expense_entries")),
    )
    op.create_index(
        op.f("ix_expense_entries_organisation_id_assignment_id"),
        "expense_entries",
        ["organisation_id", "assignment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_expense_entries_organisation_id_expert_id"),
        "expense_entries",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_expense_entries_organisation_id_state"),
        "expense_entries",
        ["organisation_id", "state"],
        unique=False,
    )
    protect(
        "fee_tables",
        "rates",
        "expense_pay_codes",
        "pay_days",
        "hour_entries",
        "expense_entries",
    )


def downgrade() -> None:
    op.drop_table("expense_entries")
    op.drop_table("hour_entries")
    op.drop_table("pay_days")
    op.drop_table("expense_pay_codes")
    op.drop_table("rates")
    op.drop_table("fee_tables")
