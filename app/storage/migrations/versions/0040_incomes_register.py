"""What the Incomes Register is told: the payer, sealed files, reports and payments told by hand."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.guards import (
    allow_steps,
    forget_steps,
    function,
    keep,
    look_at_the_end,
    refuse,
)
from app.storage.migrations.policies import protect

revision = "0040"
down_revision = "0039"

TABLES = ("register_payers", "register_deliveries", "register_reports", "left_out_of_register")
STEPS = {
    "register_delivery": {"made": "delivered discarded", "delivered": "accepted rejected"},
    "register_report": {
        "waiting": "accepted rejected discarded",
        "accepted": "replaced invalidated",
        "replaced": "invalidated",
    },
}
ENGINES = "'withholding', 'payment_file'"
FUNCTIONS = {
    # The payment's row is locked, so that it cannot bounce at the same moment.
    "report_only_what_was_paid": f"""
declare
  found payments%rowtype;
begin
  select * into found from payments
  where organisation_id = new.organisation_id and id = new.payment_id for update;
  if found.statement_id is distinct from new.statement_id
    or (new.action <> 'invalidate' and found.state <> 'confirmed')
  then
    {refuse("report_is_of_what_was_paid")};
  end if;
  return new;
end""",
    "sum_register_reports": f"""
declare
  organisation bigint := new.organisation_id;
  delivery bigint := (
    case when tg_table_name = 'register_deliveries' then to_jsonb(new) -> 'id'
    else to_jsonb(new) -> 'delivery_id' end
  )::bigint;
begin
  if not exists (
    select from register_deliveries as told
    join (
      select count(*) as items, coalesce(sum(paid_cents), 0) as paid,
        coalesce(sum(deducted_cents), 0) as deducted
      from register_reports
      where organisation_id = organisation and delivery_id = delivery
    ) as summed on items = told.reports and paid = told.paid_cents
      and deducted = told.deducted_cents
    where told.organisation_id = organisation and told.id = delivery
  ) then
    {refuse("delivery_is_the_sum_of_its_reports")};
  end if;
  return null;
end""",
}
KEPT = {
    "register_payers": ("{}", "{}"),
    "register_deliveries": ("{state}", "{delivered_at,delivered_by,ended_at,ended_by,note}"),
    "register_reports": ("{state}", "{}"),
    "left_out_of_register": ("{}", "{}"),
}
TRIGGERS = (
    "take_only_allowed_steps before update of state on register_deliveries for each row"
    " execute function take_only_allowed_steps('register_delivery')",
    "take_only_allowed_steps before update of state on register_reports for each row"
    " execute function take_only_allowed_steps('register_report')",
    "report_only_what_was_paid before insert on register_reports for each row"
    " execute function report_only_what_was_paid()",
    *(
        f"keep_money_record before update or delete on {table} for each row"
        f" execute function keep_money_record('{free}', '{once}')"
        for table, (free, once) in KEPT.items()
    ),
)
DAY_OF_PAYMENT = """
update payments set paid_on = coalesce(statements.paid_on, bank_batches.pay_on)
from statements, bank_batches
where statements.organisation_id = payments.organisation_id
  and statements.id = payments.statement_id
  and bank_batches.organisation_id = payments.organisation_id
  and bank_batches.id = payments.batch_id and payments.state = 'confirmed'"""


def upgrade() -> None:
    _keep_payments(before=True)
    op.create_table(
        "register_deliveries",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reports",
                "invalidations",
                name="deliverykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "made",
                "delivered",
                "accepted",
                "rejected",
                "discarded",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reports", sa.BigInteger(), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.Column("deducted_cents", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state in ('made', 'delivered')) = (ended_at is null)",
            name=op.f("ck_register_deliveries_answered_when"),
        ),
        sa.CheckConstraint(
            "(state in ('made', 'discarded')) = (delivered_at is null)",
            name=op.f("ck_register_deliveries_delivered_when"),
        ),
        sa.CheckConstraint(
            "sha256 = encode(sha256(file), 'hex')",
            name=op.f("ck_register_deliveries_sum_of_its_file"),
        ),
        sa.CheckConstraint(
            "state not in ('rejected', 'discarded') or note is not null",
            name=op.f("ck_register_deliveries_says_why"),
        ),
        sa.CheckConstraint("reports > 0", name=op.f("ck_register_deliveries_tells_something")),
        sa.ForeignKeyConstraint(
            ["delivered_by"], ["users.id"], name=op.f("fk_register_deliveries_delivered_by")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["users.id"], name=op.f("fk_register_deliveries_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_register_deliveries_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_register_deliveries_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_register_deliveries")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_register_deliveries_organisation_id_number")
        ),
    )
    op.create_table(
        "register_payers",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("sub_org", sa.Text(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("in_production", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["users.id"], name=op.f("fk_register_payers_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_register_payers_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_register_payers")),
    )
    op.create_table(
        "left_out_of_register",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_left_out_of_register_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "payment_id"],
            ["payments.organisation_id", "payments.id"],
            name=op.f("fk_left_out_of_register_organisation_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_left_out_of_register_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_left_out_of_register")),
    )
    op.create_index(
        op.f("ix_left_out_of_register_organisation_id_payment_id"),
        "left_out_of_register",
        ["organisation_id", "payment_id"],
        unique=False,
    )
    op.create_table(
        "register_reports",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "new",
                "replace",
                "invalidate",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "rejected",
                "discarded",
                "replaced",
                "invalidated",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.Column("deducted_cents", sa.BigInteger(), nullable=False),
        sa.Column("hetu_index", sa.LargeBinary(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "(action = 'invalidate') = (jsonb_array_length(lines) = 0)",
            name=op.f("ck_register_reports_tells_its_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "delivery_id"],
            ["register_deliveries.organisation_id", "register_deliveries.id"],
            name=op.f("fk_register_reports_organisation_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "payment_id"],
            ["payments.organisation_id", "payments.id"],
            name=op.f("fk_register_reports_organisation_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_register_reports_organisation_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_register_reports_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_register_reports")),
        sa.UniqueConstraint(
            "organisation_id",
            "delivery_id",
            "report_id",
            name=op.f("uq_register_reports_organisation_id_delivery_id_report_id"),
        ),
    )
    op.create_index(
        op.f("ix_register_reports_organisation_id_payment_id"),
        "register_reports",
        ["organisation_id", "payment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_register_reports_organisation_id_statement_id"),
        "register_reports",
        ["organisation_id", "statement_id"],
        unique=False,
    )
    op.create_index(
        "one_current_report_per_payment",
        "register_reports",
        ["organisation_id", "payment_id"],
        unique=True,
        postgresql_where="state = 'accepted' and action <> 'invalidate'",
    )
    op.create_index(
        "one_waiting_report_per_payment",
        "register_reports",
        ["organisation_id", "payment_id"],
        unique=True,
        postgresql_where="state = 'waiting'",
    )
    op.create_index(
        "told_once_as_new",
        "register_reports",
        ["organisation_id", "payment_id"],
        unique=True,
        postgresql_where="action = 'new' and state in ('waiting', 'accepted', 'replaced')",
    )
    protect(*TABLES)
    allow_steps(STEPS)
    for name, body in FUNCTIONS.items():
        function(name, body)
    for trigger in TRIGGERS:
        op.execute(f"create trigger {trigger}")
    look_at_the_end("sum_register_reports", "register_deliveries", "register_reports")
    _know_engines(f"{ENGINES}, 'incomes_register'")


def downgrade() -> None:
    _keep_payments(before=False)
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in FUNCTIONS:
        op.execute(f"drop function {name}()")
    forget_steps(*STEPS)
    op.execute("drop trigger keep_money_record on engine_switches")
    op.execute("delete from engine_switches where engine = 'incomes_register'")
    keep("engine_switches")
    _know_engines(ENGINES)


def _keep_payments(*, before: bool) -> None:
    """The day on which a person had the money is filled once; earlier ones are known."""
    once = "{paid_on}" if before else "{}"
    op.execute("drop trigger keep_money_record on payments")
    if before:
        op.add_column("payments", sa.Column("paid_on", sa.Date(), nullable=True))
        op.execute(DAY_OF_PAYMENT)
        op.create_check_constraint(
            "paid_on_a_day", "payments", "state <> 'confirmed' or paid_on is not null"
        )
    else:
        op.drop_column("payments", "paid_on")
    keep("payments", free="{state,bank_said,settled_at}", once=once)


def _know_engines(known: str) -> None:
    op.execute("alter table engine_switches drop constraint ck_engine_switches_engine")
    op.execute(
        "alter table engine_switches add constraint ck_engine_switches_engine"
        f" check (engine in ({known}))"
    )
