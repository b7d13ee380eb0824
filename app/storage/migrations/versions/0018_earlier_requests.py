"""A request goes on from an earlier one, never from itself or a later one."""

from alembic import op

revision = "0018"
down_revision = "0017"

NAME = "ck_expert_requests_continues_something_earlier"


def upgrade() -> None:
    op.create_check_constraint(op.f(NAME), "expert_requests", "continues_id < id")


def downgrade() -> None:
    op.drop_constraint(op.f(NAME), "expert_requests", type_="check")
