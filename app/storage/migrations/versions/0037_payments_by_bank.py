"""From gross to net, payments, the files a bank pays from and what it answered."""

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

revision = "0037"
down_revision = "0036"

TABLES = ("net_pays", "bank_batches", "payments", "bank_feedback")
STEPS = {
    "bank_batch": {
        "created": "approved voided",
        "approved": "exported voided",
        "exported": "confirmed voided",
    },
    "payment": {
        "planned": "approved voided",
        "approved": "exported voided",
        "exported": "confirmed bounced voided",
        "confirmed": "bounced",
    },
}
LIVE = "('planned', 'approved', 'exported', 'confirmed')"
FUNCTIONS = {
    # The statement's row is locked, so that it cannot be credited at the same moment.
    "pay_only_what_is_payable": f"""
declare
  found statements%rowtype;
begin
  select * into found from statements
  where organisation_id = new.organisation_id and id = new.statement_id for update;
  if found.state not in ('issued', 'handed_over', 'paid') or found.batch_id is not null
    or not exists (
      select from net_pays
      where organisation_id = new.organisation_id and id = new.net_pay_id
        and statement_id = new.statement_id and net_cents = new.cents
    )
  then
    {refuse("payment_is_of_a_payable_statement")};
  end if;
  return new;
end""",
    "keep_to_one_way_of_payment": f"""
begin
  if (new.state = 'credited' or (old.batch_id is null and new.batch_id is not null))
    and exists (
      select from payments
      where organisation_id = new.organisation_id and statement_id = new.id
        and state in {LIVE}
    )
  then
    {refuse("statement_with_a_live_payment")};
  end if;
  return new;
end""",
    "sum_payments": f"""
declare
  organisation bigint := new.organisation_id;
  batch bigint := (
    case when tg_table_name = 'bank_batches' then to_jsonb(new) -> 'id'
    else to_jsonb(new) -> 'batch_id' end
  )::bigint;
begin
  if not exists (
    select from bank_batches
    join (
      select count(*) as items, coalesce(sum(cents), 0) as total from payments
      where organisation_id = organisation and batch_id = batch
    ) as summed on items = bank_batches.payments and total = bank_batches.cents
    where bank_batches.organisation_id = organisation and bank_batches.id = batch
  ) then
    {refuse("batch_is_the_sum_of_its_payments")};
  end if;
  return null;
end""",
}
BATCH_ONCE = (
    "{approved_at,approved_by,exported_at,exported_by,confirmed_at,"
    "voided_at,voided_by,void_reason,file,sha256}"
)
KEPT = {
    "net_pays": ("{}", "{}"),
    "bank_batches": ("{state}", BATCH_ONCE),
    "payments": ("{state,bank_said,settled_at}", "{}"),
    "bank_feedback": ("{}", "{seen_at,seen_by}"),
}
TRIGGERS = (
    "take_only_allowed_steps before update of state on bank_batches for each row"
    " execute function take_only_allowed_steps('bank_batch')",
    "take_only_allowed_steps before update of state on payments for each row"
    " execute function take_only_allowed_steps('payment')",
    "pay_only_what_is_payable before insert on payments for each row"
    " execute function pay_only_what_is_payable()",
    "keep_to_one_way_of_payment before update of state, batch_id on statements for each row"
    " execute function keep_to_one_way_of_payment()",
)


def upgrade() -> None:
    op.create_table(
        "net_pays",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("tax_card_id", sa.BigInteger(), nullable=True),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("earlier_cents", sa.BigInteger(), nullable=False),
        sa.Column("taxable_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_free_cents", sa.BigInteger(), nullable=False),
        sa.Column("withheld_cents", sa.BigInteger(), nullable=False),
        sa.Column("pension_cents", sa.BigInteger(), nullable=False),
        sa.Column("unemployment_cents", sa.BigInteger(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("breakdown", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "least(net_cents, withheld_cents, pension_cents, unemployment_cents) >= 0",
            name=op.f("ck_net_pays_nothing_negative"),
        ),
        sa.CheckConstraint(
            "net_cents = taxable_cents + tax_free_cents"
            " - withheld_cents - pension_cents - unemployment_cents",
            name=op.f("ck_net_pays_net_is_what_is_left"),
        ),
        sa.ForeignKeyConstraint(["counted_by"], ["users.id"], name=op.f("fk_net_pays_counted_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_net_pays_organisation_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "tax_card_id"],
            ["tax_cards.organisation_id", "tax_cards.id"],
            name=op.f("fk_net_pays_organisation_id_tax_card_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_net_pays_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_net_pays")),
    )
    op.create_index(
        op.f("ix_net_pays_organisation_id_statement_id"),
        "net_pays",
        ["organisation_id", "statement_id"],
        unique=False,
    )
    op.create_table(
        "bank_batches",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger(),
            server_default=sa.text("nextval('payment_batches_id_seq'::regclass)"),
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "created",
                "approved",
                "exported",
                "confirmed",
                "voided",
                name="bankbatchstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paying_account_id", sa.BigInteger(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("debit_on", sa.Date(), nullable=False),
        sa.Column("payments", sa.BigInteger(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "version",
            sa.Enum(
                "pain.001.001.09",
                "pain.001.001.03",
                name="version",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exported_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.BigInteger(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "sha256 = encode(sha256(file), 'hex')", name=op.f("ck_bank_batches_sum_of_its_file")
        ),
        sa.CheckConstraint(
            "state <> 'voided' or exported_at is null"
            " or (void_reason is not null and voided_by <> exported_by)",
            name=op.f("ck_bank_batches_taken_file_is_voided_by_another"),
        ),
        sa.CheckConstraint(
            "state in ('created', 'voided') or num_nulls(file, sha256, approved_by) = 0",
            name=op.f("ck_bank_batches_file_before_approval"),
        ),
        sa.CheckConstraint(
            "approved_by <> created_by", name=op.f("ck_bank_batches_approved_by_another")
        ),
        sa.CheckConstraint(
            "payments > 0 and cents > 0", name=op.f("ck_bank_batches_pays_something")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["users.id"], name=op.f("fk_bank_batches_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_bank_batches_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["exported_by"], ["users.id"], name=op.f("fk_bank_batches_exported_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "paying_account_id"],
            ["paying_accounts.organisation_id", "paying_accounts.id"],
            name=op.f("fk_bank_batches_organisation_id_paying_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_bank_batches_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["users.id"], name=op.f("fk_bank_batches_voided_by")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_bank_batches")),
        sa.UniqueConstraint("number", name=op.f("uq_bank_batches_number")),
    )
    op.create_table(
        "payments",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("net_pay_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "approved",
                "exported",
                "confirmed",
                "bounced",
                "voided",
                name="paymentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("iban", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("bank_said", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cents > 0", name=op.f("ck_payments_cents_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "batch_id"],
            ["bank_batches.organisation_id", "bank_batches.id"],
            name=op.f("fk_payments_organisation_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "net_pay_id"],
            ["net_pays.organisation_id", "net_pays.id"],
            name=op.f("fk_payments_organisation_id_net_pay_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_payments_organisation_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_payments_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_payments")),
        sa.UniqueConstraint("number", name=op.f("uq_payments_number")),
        sa.UniqueConstraint(
            "organisation_id",
            "statement_id",
            "attempt",
            name=op.f("uq_payments_organisation_id_statement_id_attempt"),
        ),
    )
    op.create_index(
        op.f("ix_payments_organisation_id_batch_id"),
        "payments",
        ["organisation_id", "batch_id"],
        unique=False,
    )
    op.create_index(
        "one_live_payment_per_statement",
        "payments",
        ["organisation_id", "statement_id"],
        unique=True,
        postgresql_where="state in ('planned', 'approved', 'exported', 'confirmed')",
    )
    op.create_table(
        "bank_feedback",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("doubtful", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_bank_feedback_organisation_id")
        ),
        sa.ForeignKeyConstraint(["read_by"], ["users.id"], name=op.f("fk_bank_feedback_read_by")),
        sa.ForeignKeyConstraint(["seen_by"], ["users.id"], name=op.f("fk_bank_feedback_seen_by")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_bank_feedback")),
        sa.UniqueConstraint(
            "organisation_id", "sha256", name=op.f("uq_bank_feedback_organisation_id_sha256")
        ),
    )
    protect(*TABLES)
    allow_steps(STEPS)
    for name, body in FUNCTIONS.items():
        function(name, body)
    for trigger in TRIGGERS:
        op.execute(f"create trigger {trigger}")
    for table, (free, once) in KEPT.items():
        keep(table, free=free, once=once)
    look_at_the_end("sum_payments", "bank_batches", "payments")


def downgrade() -> None:
    op.execute("drop trigger keep_to_one_way_of_payment on statements")
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in FUNCTIONS:
        op.execute(f"drop function {name}()")
    forget_steps(*STEPS)
