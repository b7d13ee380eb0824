"""Statements that the bank cannot pay are given to payroll by one and another person."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import function, keep, refuse
from app.storage.migrations.policies import protect

revision = "0059"
down_revision = "0058"

LIVE = "('planned', 'approved', 'exported', 'confirmed')"
FUNCTIONS = {
    # The statement's row is locked, so that the bank cannot be given it at the same moment.
    "give_only_what_is_unpaid": f"""
declare
  found statements%rowtype;
begin
  select * into found from statements
  where organisation_id = new.organisation_id and id = new.statement_id for update;
  if found.state not in ('issued', 'handed_over', 'paid', 'corrected')
    or found.kind = 'credit' or found.batch_id is not null
    or exists (
      select from payments
      where organisation_id = new.organisation_id and statement_id = new.statement_id
        and state in {LIVE}
    )
  then
    {refuse("hand_payment_is_of_an_unpaid_statement")};
  end if;
  return new;
end""",
    "leave_what_payroll_was_given": f"""
begin
  if exists (
    select from hand_payments
    where organisation_id = new.organisation_id and statement_id = new.statement_id
      and withdrawn_at is null
  ) then
    {refuse("statement_given_to_payroll")};
  end if;
  return new;
end""",
    "credit_nothing_given_to_payroll": f"""
begin
  if (new.state = 'credited' or (old.batch_id is null and new.batch_id is not null)) and exists (
    select from hand_payments
    where organisation_id = new.organisation_id and statement_id = new.id
      and withdrawn_at is null
  ) then
    {refuse("statement_given_to_payroll")};
  end if;
  return new;
end""",
}
TRIGGERS = (
    "give_only_what_is_unpaid before insert on hand_payments for each row"
    " execute function give_only_what_is_unpaid()",
    "leave_what_payroll_was_given before insert on payments for each row"
    " execute function leave_what_payroll_was_given()",
    "credit_nothing_given_to_payroll before update of state, batch_id on statements for each row"
    " execute function credit_nothing_given_to_payroll()",
)
ONCE = "{given_at,given_by,paid_on,paid_at,paid_by,withdrawn_at,withdrawn_by,withdrawn_because}"


def upgrade() -> None:
    op.create_table(
        "hand_payments",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.BigInteger(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.CheckConstraint("given_by <> asked_by", name=op.f("ck_hand_payments_given_by_another")),
        sa.CheckConstraint(
            "withdrawn_by <> given_by", name=op.f("ck_hand_payments_withdrawn_by_another")
        ),
        sa.CheckConstraint(
            "paid_on is null or given_at is not null",
            name=op.f("ck_hand_payments_given_before_paid"),
        ),
        sa.CheckConstraint(
            "paid_on is null or withdrawn_at is null",
            name=op.f("ck_hand_payments_paid_or_withdrawn"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_hand_payments_{column}"))
            for column in ("asked_by", "given_by", "paid_by", "withdrawn_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_hand_payments_organisation_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_hand_payments_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_hand_payments")),
    )
    op.create_index(
        "one_hand_payment_per_statement",
        "hand_payments",
        ["organisation_id", "statement_id"],
        unique=True,
        postgresql_where="withdrawn_at is null",
    )
    protect("hand_payments")
    keep("hand_payments", once=ONCE)
    for name, body in FUNCTIONS.items():
        function(name, body)
    for trigger in TRIGGERS:
        op.execute(f"create trigger {trigger}")


def downgrade() -> None:
    op.execute("drop trigger credit_nothing_given_to_payroll on statements")
    op.execute("drop trigger leave_what_payroll_was_given on payments")
    op.drop_table("hand_payments")
    for name in FUNCTIONS:
        op.execute(f"drop function {name}()")
