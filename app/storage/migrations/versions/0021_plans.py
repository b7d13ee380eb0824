"""Plans of a whole period, place by place."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.guards import allow_only
from app.storage.migrations.policies import protect

revision = "0021"
down_revision = "0020"

SUBJECTS = (
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
)
REASONS = (
    "asked_by_name",
    "continues_earlier_work",
    "special_experience",
    "balance_of_group",
    "first_assignment",
    "short_notice",
)
PLAN_CHECKS = {
    "ends_after_it_begins": "first_on <= last_on",
    "filled_at_most_what_can_be": "filled between 0 and most",
    "most_within_places": "most <= places",
    "worth_at_most_its_bound": "value <= bound",
    "sent_has_its_moment": "(state = 'sent') = (sent_at is not null)",
}
PLACE_CHECKS = {
    "choice_has_a_reason": "mark <> 'chosen' or turn_reason is not null",
    "empty_is_nobody": "mark <> 'empty' or expert_id is null",
}


def upgrade() -> None:
    _add_plans()
    _add_places()
    protect("plans", "plan_places")
    op.execute(
        "insert into steps (subject, from_state, to_state)"
        " values ('plan', 'proposal', 'sent'), ('plan', 'proposal', 'dropped')"
    )
    op.execute(
        "create trigger take_only_allowed_steps before update of state on plans"
        " for each row execute function take_only_allowed_steps('plan')"
    )
    allow_only("changes", "subject", (*SUBJECTS, "plan"), name="subject")


def downgrade() -> None:
    allow_only("changes", "subject", SUBJECTS, name="subject")
    op.drop_table("plan_places")
    op.drop_table("plans")
    op.execute("delete from steps where subject = 'plan'")


def _add_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("state", _one_of("planstate", ("proposal", "sent", "dropped")), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("places", "filled", "most", "waiting", "value", "bound", "milliseconds")
        ),
        sa.Column("advice", postgresql.JSONB(), nullable=False),
        sa.Column("proof", postgresql.JSONB(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_plans_{name}"))
            for name, rule in PLAN_CHECKS.items()
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_plans_made_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_plans_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_plans")),
    )
    op.create_index(
        op.f("ix_plans_organisation_id_made_at"), "plans", ["organisation_id", "made_at"]
    )


def _add_places() -> None:
    numbers = postgresql.ARRAY(sa.BigInteger())
    op.create_table(
        "plan_places",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("occasion_ids", numbers, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("expert_id", sa.BigInteger(), nullable=True),
        sa.Column("runner_up_id", sa.BigInteger(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("elsewhere", sa.BigInteger(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("empty", postgresql.JSONB(), nullable=True),
        sa.Column("mark", _one_of("mark", ("locked", "chosen", "empty")), nullable=True),
        sa.Column("barred_ids", numbers, nullable=False),
        sa.Column("turn_reason", _one_of("overridereason", REASONS), nullable=True),
        sa.Column("turn_note", sa.Text(), nullable=True),
        sa.Column("round_id", sa.BigInteger(), nullable=True),
        sa.Column("left_out", postgresql.ARRAY(sa.Text()), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_plan_places_{name}"))
            for name, rule in PLACE_CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_plan_places_organisation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{table}.organisation_id", f"{table}.id"],
                name=op.f(f"fk_plan_places_organisation_id_{column}"),
            )
            for table, column in (
                ("plans", "plan_id"),
                ("expert_requests", "request_id"),
                ("experts", "expert_id"),
                ("experts", "runner_up_id"),
                ("offer_rounds", "round_id"),
            )
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_plan_places")),
        sa.UniqueConstraint(
            "organisation_id",
            "plan_id",
            "request_id",
            "occasion_ids",
            "number",
            name=op.f("uq_plan_places_organisation_id_plan_id_request_id_occasion_ids_number"),
        ),
    )


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
