"""Income types that finance decides for one assignment, with a reason, until they are paid by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.guards import function, keep
from app.storage.migrations.policies import protect

revision = "0041"
down_revision = "0040"

INSURANCES = "array['pension', 'accident', 'unemployment', 'health']::text[]"
LISTS = ("insured", "uninsured")
KEEP_PAID = """
begin
  perform from assignments
  where organisation_id = new.organisation_id and id = new.assignment_id for update;
  if exists (
    select from statement_lines as line
    join statements on statements.organisation_id = line.organisation_id
      and statements.id = line.statement_id
    left join hour_entries as work on work.organisation_id = line.organisation_id
      and work.id = line.hour_entry_id
    left join expense_entries as cost on cost.organisation_id = line.organisation_id
      and cost.id = line.expense_entry_id
    where line.organisation_id = new.organisation_id and line.is_live
      and coalesce(work.assignment_id, cost.assignment_id) = new.assignment_id
      and (statements.state = 'paid' or exists (
        select from net_pays
        where organisation_id = line.organisation_id and statement_id = line.statement_id
      ))
  ) then
    raise exception using errcode = 'check_violation',
      constraint = 'paid_income_type_stays', message = 'paid_income_type_stays';
  end if;
  return new;
end"""


def upgrade() -> None:
    op.create_table(
        "income_decisions",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("income_type", sa.BigInteger(), nullable=True),
        *(sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False) for name in LISTS),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=False),
        sa.Column("decider_name", sa.Text(), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_income_decisions_has_a_reason")),
        *(
            sa.CheckConstraint(
                f"{name} <@ {INSURANCES}", name=op.f(f"ck_income_decisions_{name}_are_known")
            )
            for name in LISTS
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_income_decisions_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assignment_id"],
            ["assignments.organisation_id", "assignments.id"],
            name=op.f("fk_income_decisions_organisation_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_income_decisions_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_income_decisions")),
    )
    op.create_index(
        op.f("ix_income_decisions_organisation_id_assignment_id"),
        "income_decisions",
        ["organisation_id", "assignment_id"],
        unique=False,
    )
    protect("income_decisions")
    function("keep_paid_income_type", KEEP_PAID)
    op.execute(
        "create trigger keep_paid_income_type before insert on income_decisions for each row"
        " execute function keep_paid_income_type()"
    )
    keep("income_decisions")


def downgrade() -> None:
    op.drop_table("income_decisions")
    op.execute("drop function keep_paid_income_type()")
