"""A role may have a last day; an auditor's always has one."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"

CHECK = "ck_memberships_auditor_has_a_last_day"


def upgrade() -> None:
    op.add_column("memberships", sa.Column("last_day", sa.Date(), nullable=True))
    # Those who audit already have three months to be asked again.
    op.execute("update memberships set last_day = current_date + 90 where role = 'auditor'")
    op.create_check_constraint(
        op.f(CHECK), "memberships", "role <> 'auditor' or last_day is not null"
    )


def downgrade() -> None:
    op.drop_constraint(op.f(CHECK), "memberships")
    op.drop_column("memberships", "last_day")
