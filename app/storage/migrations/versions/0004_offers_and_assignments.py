"""Offers, calls, assignments and bookings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.policies import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "offer_rounds",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "one",
                "in_turn",
                "to_all",
                "call_round",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sent_by", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "override_reason",
            sa.Enum(
                "asked_by_name",
                "continues_earlier_work",
                "special_experience",
                "balance_of_group",
                "first_assignment",
                "short_notice",
                name="overridereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("override_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_offer_rounds_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_offer_rounds_organisation_id")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["users.id"], name=op.f("fk_offer_rounds_sent_by")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_offer_rounds")),
    )
    op.create_index(
        op.f("ix_offer_rounds_organisation_id_request_id"),
        "offer_rounds",
        ["organisation_id", "request_id"],
        unique=False,
    )
    op.create_table(
        "offers",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("occasion_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
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
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "seen",
                "asks_first",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                "not_chosen",
                name="offerstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answered_how",
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
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("fee_cents", sa.BigInteger(), nullable=False),
        sa.Column("travel_cents", sa.BigInteger(), nullable=False),
        sa.Column("preparation_minutes", sa.BigInteger(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=True),
        sa.Column("gross_in_month_cents", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "fee_cents >= 0 and travel_cents >= 0 and gross_in_month_cents >= 0",
            name=op.f("ck_offers_forecast_not_negative"),
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name=op.f("fk_offers_answered_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_offers_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "occasion_id"],
            ["occasions.organisation_id", "occasions.id"],
            name=op.f("fk_offers_organisation_id_occasion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_offers_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "round_id"],
            ["offer_rounds.organisation_id", "offer_rounds.id"],
            name=op.f("fk_offers_organisation_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_offers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_offers")),
    )
    op.create_index(
        op.f("ix_offers_organisation_id_expert_id_sent_at"),
        "offers",
        ["organisation_id", "expert_id", "sent_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_offers_organisation_id_request_id"),
        "offers",
        ["organisation_id", "request_id"],
        unique=False,
    )
    op.create_index(
        "one_open_offer",
        "offers",
        ["organisation_id", "occasion_id", "expert_id"],
        unique=True,
        postgresql_where="state in ('sent', 'seen', 'asks_first')",
    )
    op.create_table(
        "calls",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "yes",
                "no",
                "not_reached",
                "ring_again",
                name="callresult",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by", sa.BigInteger(), nullable=False),
        sa.Column("ring_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["called_by"], ["users.id"], name=op.f("fk_calls_called_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_calls_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_calls_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_calls_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_calls")),
    )
    op.create_index(
        op.f("ix_calls_organisation_id_request_id"),
        "calls",
        ["organisation_id", "request_id"],
        unique=False,
    )
    op.create_table(
        "assignments",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("occasion_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=True),
        sa.Column("replaces_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "confirmed",
                "done",
                "cancelled",
                "replaced",
                name="assignmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "attendance",
            sa.Enum(
                "present",
                "remote",
                "absent",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_group", sa.Boolean(), nullable=False),
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
        sa.Column(
            "payee",
            sa.Enum(
                "payroll",
                "own_company",
                "ngo",
                "nothing",
                name="payee",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "fee_choice",
            sa.Enum(
                "full",
                "costs_only",
                "nothing",
                name="feechoice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fee_chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fee_cents", sa.BigInteger(), nullable=False),
        sa.Column("travel_cents", sa.BigInteger(), nullable=False),
        sa.Column("preparation_minutes", sa.BigInteger(), nullable=False),
        sa.Column("minutes_before", sa.BigInteger(), nullable=False),
        sa.Column("minutes_after", sa.BigInteger(), nullable=False),
        sa.Column("is_overridden", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "accepted_how",
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
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cancel_reason",
            sa.Enum(
                "cannot_come",
                "unit_cancelled",
                "moved",
                "nobody_found",
                "stopped",
                "other",
                name="cancelreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("debrief_on", sa.Date(), nullable=True),
        sa.Column("debriefed_on", sa.Date(), nullable=True),
        sa.Column("thanks", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "minutes_before between 0 and 1440 and minutes_after between 0 and 1440",
            name=op.f("ck_assignments_way_and_rest_within_a_day"),
        ),
        sa.CheckConstraint(
            "not is_overridden or override_reason is not null",
            name=op.f("ck_assignments_override_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_assignments_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "occasion_id"],
            ["occasions.organisation_id", "occasions.id"],
            name=op.f("fk_assignments_organisation_id_occasion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offers.organisation_id", "offers.id"],
            name=op.f("fk_assignments_organisation_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "replaces_id"],
            ["assignments.organisation_id", "assignments.id"],
            name=op.f("fk_assignments_organisation_id_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["expert_requests.organisation_id", "expert_requests.id"],
            name=op.f("fk_assignments_organisation_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_assignments_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_assignments")),
    )
    op.create_index(
        op.f("ix_assignments_organisation_id_expert_id"),
        "assignments",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assignments_organisation_id_request_id"),
        "assignments",
        ["organisation_id", "request_id"],
        unique=False,
    )
    op.create_index(
        "one_seat_per_expert",
        "assignments",
        ["organisation_id", "occasion_id", "expert_id"],
        unique=True,
        postgresql_where="state in ('planned', 'confirmed', 'done')",
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("is_overridden", sa.Boolean(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(person_id, person_id, '[]')"), "&&"),
            (sa.column("during"), "&&"),
            where=sa.text("not is_overridden"),
            using="gist",
            name="no_double_booking",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assignment_id"],
            ["assignments.organisation_id", "assignments.id"],
            name=op.f("fk_bookings_organisation_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_bookings_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_bookings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_bookings_assignment_id")),
    )
    protect(
        "offer_rounds",
        "offers",
        "calls",
        "assignments",
        "bookings",
    )


def downgrade() -> None:
    op.drop_table("bookings")
    op.drop_table("assignments")
    op.drop_table("calls")
    op.drop_table("offers")
    op.drop_table("offer_rounds")
