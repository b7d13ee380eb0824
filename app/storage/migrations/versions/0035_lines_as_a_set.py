"""Lines of statements are looked at as a set when they are added, not one by one."""

from alembic import op

from app.storage.migrations.guards import function, look_at_the_end, refuse

revision = "0035"
down_revision = "0034"

NOT_THE_SUM = refuse("statement_is_the_sum_of_its_lines")
NO_ENTRY = refuse("line_is_of_an_entry", "foreign_key_violation")

# At the end of the transaction, of each statement made or changed in it. Its sums never change.
# Row-level security names the organisation once; named again in a condition it would make any
# index that begins with it look as good as the right one.
SUM = f"""
declare
  lines bigint;
  total bigint;
  fee bigint;
begin
  select count(*), coalesce(sum(amount_cents), 0),
    coalesce(sum(amount_cents) filter (where is_taxable), 0)
  into lines, total, fee
  from statement_lines as line where line.statement_id = new.id;
  if lines = 0 or total <> new.total_cents or fee <> new.fee_cents then
    {NOT_THE_SUM};
  end if;
  return null;
end"""

# Lines come only in the transaction that makes their statement, whose sum is looked at last.
# Asked anew each time: the best way is another for one line than for a million.
ADD = f"""
declare
  astray boolean;
begin
  execute 'select exists (
    select from added left join statements on statements.id = added.statement_id
    where statements.xmin is distinct from pg_current_xact_id()::xid
      or statements.organisation_id <> added.organisation_id)' into astray;
  if astray then
    {NOT_THE_SUM};
  end if;
  execute 'select exists (
    select from added
    left join hour_entries as work on work.id = added.hour_entry_id
    left join expense_entries as cost on cost.id = added.expense_entry_id
    where num_nonnulls(work.id, cost.id) <> 1
      or coalesce(work.organisation_id, cost.organisation_id) <> added.organisation_id)'
    into astray;
  if astray then
    {NO_ENTRY};
  end if;
  return null;
end"""

ROW_BY_ROW = f"""
declare
  organisation bigint := new.organisation_id;
  statement bigint := (
    case when tg_table_name = 'statements' then to_jsonb(new) -> 'id'
    else to_jsonb(new) -> 'statement_id' end
  )::bigint;
begin
  if not exists (
    select from statements
    join (
      select count(*) as lines, coalesce(sum(amount_cents), 0) as total,
        coalesce(sum(amount_cents) filter (where is_taxable), 0) as fee
      from statement_lines
      where organisation_id = organisation and statement_id = statement
    ) as summed on lines > 0 and total = total_cents and fee = fee_cents
    where statements.organisation_id = organisation and statements.id = statement
  ) then
    {NOT_THE_SUM};
  end if;
  return null;
end"""

# The check above stands in for them, and what they refer to is never deleted: an approved entry
# is locked and a statement frozen.
REFERENCES = {
    "fk_statement_lines_organisation_id": (["organisation_id"], "organisations", ["id"]),
    "fk_statement_lines_organisation_id_statement_id": (
        ["organisation_id", "statement_id"],
        "statements",
        ["organisation_id", "id"],
    ),
    "fk_statement_lines_organisation_id_hour_entry_id": (
        ["organisation_id", "hour_entry_id"],
        "hour_entries",
        ["organisation_id", "id"],
    ),
    "fk_statement_lines_organisation_id_expense_entry_id": (
        ["organisation_id", "expense_entry_id"],
        "expense_entries",
        ["organisation_id", "id"],
    ),
}


def upgrade() -> None:
    for table in ("statements", "statement_lines"):
        op.execute(f"drop trigger sum_lines on {table}")
    function("sum_lines", SUM, anew=True)
    function("add_lines", ADD)
    op.execute(
        "create constraint trigger sum_lines after insert or update on statements"
        " deferrable initially deferred for each row execute function sum_lines()"
    )
    op.execute(
        "create trigger sum_lines after insert on statement_lines"
        " referencing new table as added for each statement execute function add_lines()"
    )
    for name in REFERENCES:
        op.drop_constraint(name, "statement_lines")


def downgrade() -> None:
    for name, (columns, table, theirs) in REFERENCES.items():
        op.create_foreign_key(name, "statement_lines", table, columns, theirs)
    for table in ("statements", "statement_lines"):
        op.execute(f"drop trigger sum_lines on {table}")
    op.execute("drop function add_lines()")
    function("sum_lines", ROW_BY_ROW, anew=True)
    look_at_the_end("sum_lines", "statements", "statement_lines")
