"""Sums of statements are looked at over all that got a number at once, when all is there."""

from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0088"
down_revision = "0087"

NOT_THE_SUM = refuse("statement_is_the_sum_of_its_lines")
NOT_COUNTED = refuse("statement_has_a_number_given")

# Once for all that a counter gave numbers to. Added up without joining: the planner does not know
# yet how many there are, and might read all lines for each statement.
SUMS = f"""
declare
  before bigint := coalesce(old.last_number, 0);
  astray boolean;
begin
  with numbered as materialized (
    select id, total_cents, fee_cents from statements
    where organisation_id = new.organisation_id and series = new.series and year = new.year
      and number > before and number <= new.last_number
  )
  select (select count(*) from numbered) <> new.last_number - before or exists (
    select from (
      select id, true as is_statement, 0 as lines, -total_cents as total, -fee_cents as fee
      from numbered
      union all
      select statement_id, false, 1, amount_cents, case when is_taxable then amount_cents else 0 end
      from statement_lines
      where statement_id between (select min(id) from numbered) and (select max(id) from numbered)
    ) as each
    group by id
    having bool_or(is_statement) and (sum(lines) = 0 or sum(total) <> 0 or sum(fee) <> 0))
  into astray;
  if astray then
    {NOT_THE_SUM};
  end if;
  return null;
end"""

# What no counter gave a number to would not be looked at.
COUNTED = f"""
begin
  if exists (
    select from added
    left join statement_counters as counter
      on counter.organisation_id = added.organisation_id
      and counter.series = added.series and counter.year = added.year
    where added.number between 1 and counter.last_number is not true
  ) then
    {NOT_COUNTED};
  end if;
  return null;
end"""


# As it was: of each statement by itself.
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
# Said by others too: a run is of an organisation, and a mirror is compared with what it mirrors.
SAID_TWICE = {
    "fk_statements_organisation_id": ("statements", ["organisation_id"], "organisations", ["id"]),
    "fk_statement_lines_organisation_id_mirrors_id": (
        "statement_lines",
        ["organisation_id", "mirrors_id"],
        "statement_lines",
        ["organisation_id", "id"],
    ),
}

# A line is found by its statement; nobody looks for one by its id.
POSITION = ["organisation_id", "statement_id", "position"]
ONE_POSITION = "uq_statement_lines_organisation_id_statement_id_position"


def upgrade() -> None:
    op.execute("drop trigger sum_lines on statements")
    op.execute("drop function sum_lines()")
    function("sum_numbered", SUMS)
    op.execute(
        "create constraint trigger sum_numbered after insert or update on statement_counters"
        " deferrable initially deferred for each row execute function sum_numbered()"
    )
    function("number_first", COUNTED)
    op.execute(
        "create trigger number_first after insert on statements referencing new table as added"
        " for each statement execute function number_first()"
    )
    for name, (table, *_) in SAID_TWICE.items():
        op.drop_constraint(name, table)
    op.drop_constraint("pk_statement_lines", "statement_lines")
    op.drop_constraint(ONE_POSITION, "statement_lines")
    op.create_primary_key("pk_statement_lines", "statement_lines", POSITION)


def downgrade() -> None:
    op.drop_constraint("pk_statement_lines", "statement_lines")
    op.create_primary_key("pk_statement_lines", "statement_lines", ["organisation_id", "id"])
    op.create_unique_constraint(ONE_POSITION, "statement_lines", POSITION)
    for name, (table, columns, of, theirs) in SAID_TWICE.items():
        op.create_foreign_key(name, table, of, columns, theirs)
    for name, table in {"number_first": "statements", "sum_numbered": "statement_counters"}.items():
        op.execute(f"drop trigger {name} on {table}")
        op.execute(f"drop function {name}()")
    function("sum_lines", SUM)
    op.execute(
        "create constraint trigger sum_lines after insert or update on statements"
        " deferrable initially deferred for each row execute function sum_lines()"
    )
