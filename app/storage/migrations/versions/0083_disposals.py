"""Accounting material past its time is destroyed: in one transaction, that of two people's word.

The guards of what is otherwise kept let go in the transaction that confirms a disposal, and in no
other: what opens them is the protocol itself.
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app
from sqlalchemy.dialects import postgresql

from app.storage.migrations.guards import allow_only, function, keep, refuse
from app.storage.migrations.policies import protect

revision = "0083"
down_revision = "0082"

MOMENT = sa.DateTime(timezone=True)
ONCE = "{confirmed_at,confirmed_by,confirmed_in,counted,numbers,withdrawn_at,withdrawn_by}"
USERS = ("proposed_by", "confirmed_by", "withdrawn_by")
SUBJECTS = (
    *("expert", "request", "occasion", "offer", "assignment", "hour_entry", "expense_entry"),
    *("statement", "statement_run", "rate", "outcome", "plan", "unit", "user", "weights"),
    *("figure", "payment_batch", "register_delivery", "hand_payment"),
)

# The last year that the running transaction may destroy; null in every other one, also in one of
# a restored database that happens to have the same number: there another has written the row.
DESTROYED_TO = """
create function destroyed_to(mine bigint) returns bigint language sql stable as $$
  select to_year from disposals where organisation_id = mine
    and confirmed_in = pg_current_xact_id()::text::bigint
    and xmin = pg_current_xact_id()::xid
$$"""
CONFIRM = f"""
begin
  if tg_op = 'INSERT' and num_nonnulls(
    new.confirmed_at, new.confirmed_in, new.counted, new.numbers) > 0 then
    {refuse("disposal_is_proposed_first")};
  end if;
  if tg_op = 'UPDATE' and new.confirmed_at is not null and old.confirmed_at is null then
    new.confirmed_in := pg_current_xact_id()::text::bigint;
  end if;
  if tg_op = 'UPDATE' and num_nonnulls(new.counted, new.numbers) > num_nonnulls(
    old.counted, old.numbers) and destroyed_to(new.organisation_id) is null
  then
    {refuse("disposal_is_proposed_first")};
  end if;
  return new;
end"""
BY_THE_CLOCK = f"""
begin
  if new.to_year >= extract(year from now()) - 10 then
    {refuse("disposal_is_past_its_time")};
  end if;
  return new;
end"""

# What the guard of each is told: it refuses as before unless this lets the row go.
RECORDS = (
    *("mended_years", "left_out_of_register", "register_reports", "register_deliveries"),
    *("payments", "batch_files", "bank_batches", "net_pays", "hand_files", "hand_payments"),
    "bank_feedback",
)
NAMED = ", ".join(f"'{table}'" for table in RECORDS)


def _without_lines(column: str) -> str:
    """Live or dead: each has an index."""
    return " and ".join(
        f"not exists (select from statement_lines where {kind}"
        f" and organisation_id = old.organisation_id and {column} = old.id)"
        for kind in ("is_live", "not is_live")
    )


LET_GO = {
    "keep_money_record": f"tg_table_name in ({NAMED})"
    " and destroyed_to((to_jsonb(old) ->> 'organisation_id')::bigint) is not null",
    "freeze_statement": "extract(year from greatest(old.pay_on, old.paid_on))"
    " <= destroyed_to(old.organisation_id)",
    "freeze_line": "destroyed_to(old.organisation_id) is not null and not exists ("
    " select from statements where organisation_id = old.organisation_id"
    " and id = old.statement_id)",
    "only_add": "tg_table_name = 'changes' and destroyed_to(old.organisation_id) is not null",
    "lock_approved": "destroyed_to(old.organisation_id) is not null"
    " and (case tg_table_name"
    f" when 'hour_entries' then {_without_lines('hour_entry_id')}"
    f" else {_without_lines('expense_entry_id')} end)",
}


def upgrade() -> None:
    op.create_table(
        "disposals",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("to_year", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_in", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.BigInteger(), nullable=True),
        sa.Column("counted", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("numbers", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "confirmed_by <> proposed_by", name=op.f("ck_disposals_confirmed_by_another")
        ),
        sa.CheckConstraint(
            "num_nulls(confirmed_at, confirmed_by, confirmed_in) in (0, 3)",
            name=op.f("ck_disposals_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "num_nulls(withdrawn_at, withdrawn_by) in (0, 2)",
            name=op.f("ck_disposals_withdrawn_whole"),
        ),
        sa.CheckConstraint(
            "confirmed_at is null or withdrawn_at is null", name=op.f("ck_disposals_one_answer")
        ),
        sa.CheckConstraint(
            "to_year < extract(year from coalesce(confirmed_at, proposed_at)"
            " at time zone 'Europe/Helsinki') - 10",
            name=op.f("ck_disposals_past_its_time"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_disposals_{column}"))
            for column in USERS
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_disposals_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_disposals")),
    )
    op.create_index(
        "one_open_disposal",
        "disposals",
        ["organisation_id"],
        unique=True,
        postgresql_where="confirmed_at is null and withdrawn_at is null",
    )
    op.create_index(  # whether a claim that goes has parts
        "parts_of_claims",
        "expense_entries",
        ["organisation_id", "part_of_id"],
        postgresql_where="part_of_id is not null",
    )
    protect("disposals")
    keep("disposals", once=ONCE)
    op.execute(DESTROYED_TO)
    for name, body in (("open_the_guards", CONFIRM), ("look_at_the_clock", BY_THE_CLOCK)):
        function(name, body)
        op.execute(
            f"create trigger {name} before insert or update on disposals"
            f" for each row execute function {name}()"
        )
    for guard, let_go in LET_GO.items():
        _in_the_guard(guard, "\nbegin\n", _opened(let_go))
    allow_only("changes", "subject", (*SUBJECTS, "disposal"), name="subject")
    op.execute(f'grant delete on changes to "{current_app.config["APPLICATION_ROLE"]}"')


def downgrade() -> None:
    """Not where anything was destroyed: its protocol stays for good."""
    op.execute(
        "do $$ begin if exists (select from disposals where confirmed_at is not null) then"
        " raise exception 'what was destroyed is told by this version and later ones only';"
        " end if; end $$"
    )
    op.execute(f'revoke delete on changes from "{current_app.config["APPLICATION_ROLE"]}"')
    allow_only("changes", "subject", SUBJECTS, name="subject")
    for guard, let_go in LET_GO.items():
        _in_the_guard(guard, _opened(let_go), "\nbegin\n")
    op.drop_index("parts_of_claims", "expense_entries")
    op.drop_table("disposals")
    for name in ("open_the_guards", "look_at_the_clock"):
        op.execute(f"drop function {name}()")
    op.execute("drop function destroyed_to(bigint)")


def _opened(let_go: str) -> str:
    return f"\nbegin\n  if tg_op = 'DELETE' and {let_go} then\n    return old;\n  end if;\n"


def _in_the_guard(name: str, before: str, after: str) -> None:
    op.execute(
        f"do $$ begin execute replace(pg_get_functiondef('{name}'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
