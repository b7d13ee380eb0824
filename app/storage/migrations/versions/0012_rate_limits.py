"""Counts of tries, and a wait for the person whose everything is just being stopped."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import function

revision = "0012"
down_revision = "0011"

REFUSAL = "expert_is_stopped"
# Whoever stops everything holds the expert's row: the insert waits and then sees it.
REFUSE_THE_STOPPED = f"""
declare
  stopped timestamptz;
begin
  if new.expert_id is not null then
    select stopped_at into stopped from experts
    where organisation_id = new.organisation_id and id = new.expert_id
    for key share;
    if stopped is not null then
      raise exception using errcode = 'check_violation', constraint = '{REFUSAL}',
        message = '{REFUSAL}';
    end if;
  end if;
  return new;
end"""
REFUSE_WITHOUT_WAITING = REFUSE_THE_STOPPED.replace("    for key share;\n", "    ;\n")


def upgrade() -> None:
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limits")),
    )
    op.create_index(op.f("ix_rate_limits_expires_at"), "rate_limits", ["expires_at"], unique=False)
    function("refuse_the_stopped", REFUSE_THE_STOPPED, anew=True)


def downgrade() -> None:
    function("refuse_the_stopped", REFUSE_WITHOUT_WAITING, anew=True)
    op.drop_table("rate_limits")
