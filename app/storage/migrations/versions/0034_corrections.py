"""Credits and corrections: who asked and who did it, what they mirror, and what is free again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.guards import function, refuse
from app.storage.migrations.policies import protect

revision = "0034"
down_revision = "0033"

RUN_KINDS = ("month", "single", "correction")
STATEMENT_KINDS = ("statement", "credit", "correction")
STATES = ("waiting", "done", "declined")
DECISIONS = ("collected", "deducted", "written_off")
ENTRIES = ("hour_entries", "expense_entries")
STEPS = (("approved", "returned"), ("held", "returned"))


LOCK_ALL = f"""
begin
  if old.state in ('approved', 'held') and (
    tg_op = 'DELETE'
    or (to_jsonb(new) - array['state', 'held_because', 'version'])
      <> (to_jsonb(old) - array['state', 'held_because', 'version'])
  ) then
    {refuse("approved_entry_is_locked")};
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end"""

# What a credit or a correction has set free may be returned for mending, or priced anew; what
# was never on a statement is priced anew only where the transaction says that a price is mended.
LOCK_BILLED = f"""
declare
  before jsonb := to_jsonb(old) - array['state', 'held_because', 'version'];
  after jsonb;
  is_billed boolean;
  was_billed boolean;
begin
  if old.state not in ('approved', 'held') then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    {refuse("approved_entry_is_locked")};
  end if;
  after := to_jsonb(new) - array['state', 'held_because', 'version'];
  if before = after and new.state <> 'returned' then
    return new;
  end if;
  if tg_table_name = 'hour_entries' then
    is_billed := exists (select from statement_lines where is_live
      and organisation_id = old.organisation_id and hour_entry_id = old.id);
    was_billed := exists (select from statement_lines where not is_live
      and organisation_id = old.organisation_id and hour_entry_id = old.id);
  else
    is_billed := exists (select from statement_lines where is_live
      and organisation_id = old.organisation_id and expense_entry_id = old.id);
    was_billed := exists (select from statement_lines where not is_live
      and organisation_id = old.organisation_id and expense_entry_id = old.id);
  end if;
  if new.state <> 'returned' then
    before := before - array['price_cents', 'breakdown', 'pay_code'];
    after := after - array['price_cents', 'breakdown', 'pay_code'];
    was_billed := was_billed or current_setting('app.mends_price', true) = 'yes';
  end if;
  if is_billed or was_billed is not true or (new.state <> 'returned' and before <> after) then
    {refuse("approved_entry_is_locked")};
  end if;
  return new;
end"""

MIRROR = f"""
begin
  if not exists (
    select from statement_lines as line
    join statements as original on original.organisation_id = line.organisation_id
      and original.id = line.statement_id
    join statements as document on document.organisation_id = new.organisation_id
      and document.id = new.statement_id and document.refers_to_id = original.id
    where line.organisation_id = new.organisation_id and line.id = new.mirrors_id
      and line.mirrors_id is null and not line.is_live and not new.is_live
      and line.hour_entry_id is not distinct from new.hour_entry_id
      and line.expense_entry_id is not distinct from new.expense_entry_id
      and line.quantity = -new.quantity and line.amount_cents = -new.amount_cents
      and (line.day, line.kind, line.unit, line.unit_cents, line.is_taxable, line.pay_code)
        = (new.day, new.kind, new.unit, new.unit_cents, new.is_taxable, new.pay_code)
  ) then
    {refuse("a_mirror_is_exact")};
  end if;
  return new;
end"""

REFER = f"""
begin
  if not exists (
    select from statements as original
    where original.organisation_id = new.organisation_id and original.id = new.refers_to_id
      and original.expert_id = new.expert_id
      and (new.kind, original.kind, original.state) in (
        ('credit', 'statement', 'credited'),
        ('correction', 'statement', 'corrected'),
        ('correction', 'correction', 'corrected'))
  ) then
    {refuse("only_a_standing_statement_is_put_right")};
  end if;
  return new;
end"""


def upgrade() -> None:
    _kind("statement_runs", "runkind", RUN_KINDS)
    op.drop_constraint("uq_statement_runs_organisation_id_month", "statement_runs")
    op.create_index(
        "one_run_a_month",
        "statement_runs",
        ["organisation_id", "month"],
        unique=True,
        postgresql_where="kind = 'month'",
    )
    _kind("statements", "statementkind", STATEMENT_KINDS)
    op.create_check_constraint(
        op.f("ck_statements_refers_only_to_put_right"),
        "statements",
        "(kind = 'statement') = (refers_to_id is null)",
    )
    op.create_check_constraint(
        op.f("ck_statements_a_credit_is_settled"),
        "statements",
        "kind <> 'credit' or state = 'credited'",
    )
    op.add_column("statement_lines", sa.Column("mirrors_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_statement_lines_organisation_id_mirrors_id"),
        "statement_lines",
        "statement_lines",
        ["organisation_id", "mirrors_id"],
        ["organisation_id", "id"],
    )
    op.create_index(
        "one_mirror_of_a_line",
        "statement_lines",
        ["organisation_id", "mirrors_id"],
        unique=True,
        postgresql_where="mirrors_id is not null",
    )
    for column in ("hour_entry_id", "expense_entry_id"):
        op.create_index(
            f"dead_lines_of_{column.removesuffix('_id')}",
            "statement_lines",
            ["organisation_id", column],
            postgresql_where="not is_live",
        )
    _corrections()
    op.execute(
        "insert into steps (subject, from_state, to_state) values "
        + ", ".join(f"('entry', '{before}', '{after}')" for before, after in STEPS)
    )
    function("lock_approved", LOCK_BILLED, anew=True)
    function("mirror_exactly", MIRROR)
    function("refer_to_standing", REFER)
    op.execute(
        "create trigger mirror_exactly before insert on statement_lines for each row"
        " when (new.mirrors_id is not null) execute function mirror_exactly()"
    )
    op.execute(
        "create trigger refer_to_standing before insert on statements for each row"
        " when (new.refers_to_id is not null) execute function refer_to_standing()"
    )


def downgrade() -> None:
    op.execute("drop function refer_to_standing() cascade")
    op.execute("drop function mirror_exactly() cascade")
    function("lock_approved", LOCK_ALL, anew=True)
    for before, after in STEPS:
        op.execute(
            "delete from steps where subject = 'entry'"
            f" and from_state = '{before}' and to_state = '{after}'"
        )
    op.drop_table("corrections")
    for column in ("hour_entry_id", "expense_entry_id"):
        op.drop_index(f"dead_lines_of_{column.removesuffix('_id')}", "statement_lines")
    op.drop_column("statement_lines", "mirrors_id")
    op.drop_column("statements", "kind")
    op.drop_index("one_run_a_month", "statement_runs")
    op.create_unique_constraint(
        op.f("uq_statement_runs_organisation_id_month"),
        "statement_runs",
        ["organisation_id", "month"],
    )
    op.drop_column("statement_runs", "kind")


def _kind(table: str, name: str, kinds: tuple[str, ...]) -> None:
    """With a default, so that whoever writes many rows need not name what is usual."""
    column = sa.Column("kind", sa.String(40), nullable=False, server_default=kinds[0])
    op.add_column(table, column)
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, f"kind in ({listed})")


def _choice(name: str, choices: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*choices, name=name, native_enum=False, create_constraint=True, length=40)


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger()),
        sa.Column("rate_id", sa.BigInteger()),
        sa.Column("cents", sa.BigInteger()),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", _choice("correctionstate", STATES), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("declined_because", sa.Text()),
        sa.Column("document_id", sa.BigInteger()),
        sa.Column("overpaid_decision", _choice("overpaiddecision", DECISIONS)),
        sa.Column("overpaid_note", sa.Text()),
        sa.Column("overpaid_by", sa.BigInteger()),
        sa.Column("overpaid_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "num_nonnulls(statement_id, rate_id) = 1 and num_nonnulls(rate_id, cents) <> 1",
            name=op.f("ck_corrections_of_a_statement_or_a_price"),
        ),
        sa.CheckConstraint("decided_by <> asked_by", name=op.f("ck_corrections_two_people")),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_corrections_price_not_negative")),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at is null)"
            " and (state <> 'done' or decided_by is not null)"
            " and (state = 'declined') = (declined_because is not null)",
            name=op.f("ck_corrections_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(overpaid_decision, overpaid_note, overpaid_by, overpaid_at) in (0, 4)",
            name=op.f("ck_corrections_overpaid_is_decided_whole"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_corrections_{column}"))
            for column in ("asked_by", "decided_by", "overpaid_by")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{table}.organisation_id", f"{table}.id"],
                name=op.f(f"fk_corrections_organisation_id_{column}"),
            )
            for table, column in (
                ("statements", "statement_id"),
                ("statements", "document_id"),
                ("rates", "rate_id"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_corrections_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_corrections")),
    )
    for column in ("statement_id", "rate_id"):
        op.create_index(
            f"one_waiting_correction_of_{column.removesuffix('_id')}",
            "corrections",
            ["organisation_id", column],
            unique=True,
            postgresql_where=f"state = 'waiting' and {column} is not null",
        )
    protect("corrections")
