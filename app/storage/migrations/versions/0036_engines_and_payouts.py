"""What an organisation without a payroll office turns on, and what paying a person then needs."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import function, keep, refuse
from app.storage.migrations.policies import protect

revision = "0036"
down_revision = "0035"

TABLES = (
    "engine_switches",
    "paying_accounts",
    "payout_identities",
    "payout_accounts",
    "tax_cards",
)
REFUSE = refuse("money_record_is_kept")
# Columns of the first argument change freely, those of the second are filled once.
KEEP = f"""
declare
  free text[] := tg_argv[0]::text[];
  once text[] := tg_argv[1]::text[];
  filled text;
begin
  if tg_op = 'DELETE' or to_jsonb(new) - free - once <> to_jsonb(old) - free - once then
    {REFUSE};
  end if;
  foreach filled in array once loop
    if to_jsonb(old) -> filled <> 'null' and to_jsonb(old) -> filled <> to_jsonb(new) -> filled
    then
      {REFUSE};
    end if;
  end loop;
  return new;
end"""
KEPT = {
    "engine_switches": ("{}", "{}"),
    "tax_cards": ("{}", "{}"),
    "paying_accounts": ("{}", "{confirmed_at,confirmed_by}"),
    "payout_accounts": (
        "{}",
        "{confirmed_at,confirmed_by,refused_at,refused_by}",
    ),
}


def upgrade() -> None:
    op.create_table(
        "engine_switches",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "engine",
            sa.Enum(
                "withholding",
                "payment_file",
                name="engine",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_engine_switches_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_engine_switches_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_engine_switches")),
    )
    op.create_index(
        op.f("ix_engine_switches_organisation_id_engine"),
        "engine_switches",
        ["organisation_id", "engine"],
        unique=False,
    )
    op.create_table(
        "paying_accounts",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("bic", sa.Text(), nullable=True),
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
        sa.Column("transliterate", sa.Boolean(), nullable=False),
        sa.Column("batch_booking", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by <> asked_by", name=op.f("ck_paying_accounts_confirmed_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.id"], name=op.f("fk_paying_accounts_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["users.id"], name=op.f("fk_paying_accounts_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_paying_accounts_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_paying_accounts")),
    )
    op.create_table(
        "payout_identities",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("hetu", sa.LargeBinary(), nullable=False),
        sa.Column("hetu_index", sa.LargeBinary(), nullable=False),
        sa.Column(
            "contract",
            sa.Enum(
                "fee",
                "employment",
                "assignment",
                "volunteer",
                name="contract",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("in_register", sa.Boolean(), nullable=False),
        sa.Column("non_resident", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["users.id"], name=op.f("fk_payout_identities_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_payout_identities_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_payout_identities_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_payout_identities")),
        sa.UniqueConstraint(
            "organisation_id",
            "expert_id",
            name=op.f("uq_payout_identities_organisation_id_expert_id"),
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "hetu_index",
            name=op.f("uq_payout_identities_organisation_id_hetu_index"),
        ),
    )
    op.create_table(
        "payout_accounts",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("iban", sa.LargeBinary(), nullable=False),
        sa.Column("iban_index", sa.LargeBinary(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("holds_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "confirmed_at is null or refused_at is null", name=op.f("ck_payout_accounts_one_answer")
        ),
        sa.CheckConstraint(
            "confirmed_by <> asked_by", name=op.f("ck_payout_accounts_confirmed_by_another")
        ),
        sa.CheckConstraint(
            "num_nulls(confirmed_at, confirmed_by) in (0, 2)",
            name=op.f("ck_payout_accounts_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "num_nulls(refused_at, refused_by) in (0, 2)",
            name=op.f("ck_payout_accounts_refused_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.id"], name=op.f("fk_payout_accounts_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["users.id"], name=op.f("fk_payout_accounts_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_payout_accounts_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_payout_accounts_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["refused_by"], ["users.id"], name=op.f("fk_payout_accounts_refused_by")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_payout_accounts")),
    )
    op.create_index(
        op.f("ix_payout_accounts_organisation_id_expert_id"),
        "payout_accounts",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_payout_accounts_organisation_id_iban_index"),
        "payout_accounts",
        ["organisation_id", "iban_index"],
        unique=False,
    )
    op.create_table(
        "tax_cards",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("additional", sa.BigInteger(), nullable=False),
        sa.Column("limit_cents", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "additional between 0 and 10000", name=op.f("ck_tax_cards_additional_is_a_percentage")
        ),
        sa.CheckConstraint(
            "base between 0 and 10000", name=op.f("ck_tax_cards_base_is_a_percentage")
        ),
        sa.CheckConstraint("limit_cents >= 0", name=op.f("ck_tax_cards_limit_not_negative")),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_tax_cards_entered_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_tax_cards_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_tax_cards_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_tax_cards")),
    )
    op.create_index(
        op.f("ix_tax_cards_organisation_id_expert_id"),
        "tax_cards",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    protect(*TABLES)
    function("keep_money_record", KEEP)
    for table, (free, once) in KEPT.items():
        keep(table, free=free, once=once)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("drop function keep_money_record()")
