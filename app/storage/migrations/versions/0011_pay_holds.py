"""Finance may keep a person's pay back, with a reason."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import protect

revision = "0011"
down_revision = "0010"

ENTRIES = ("hour_entries", "expense_entries")
REASONS = (
    "stopped",
    "no_payroll_number",
    "finance_lacks_data",
    "no_pay_code",
    "no_cost_centre",
    "unconfirmed_figure",
    "not_priced",
)


def upgrade() -> None:
    op.create_table(
        "pay_holds",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["held_by"], ["users.id"], name=op.f("fk_pay_holds_held_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_pay_holds_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_pay_holds_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["users.id"], name=op.f("fk_pay_holds_released_by")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pay_holds")),
    )
    op.create_index(
        "one_open_hold",
        "pay_holds",
        ["organisation_id", "expert_id"],
        unique=True,
        postgresql_where="released_at is null",
    )
    protect("pay_holds")
    _allow((*REASONS, "by_finance"))


def downgrade() -> None:
    _allow(REASONS)
    op.drop_table("pay_holds")


def _allow(reasons: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    for table in ENTRIES:
        name = op.f(f"ck_{table}_heldreason")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"held_because in ({listed})")
