"""Many lines added at once are looked at one way only, whatever is known of their statements."""

from app.storage.migrations.guards import function, refuse

revision = "0058"
down_revision = "0057"

NOT_THE_SUM = refuse("statement_is_the_sum_of_its_lines")
NO_ENTRY = refuse("line_is_of_an_entry", "foreign_key_violation")

CHECKS = f"""
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
  end if;"""

# Statistics gathered while a long run goes on know nothing of its statements, which others do not
# see yet. By them every line would be looked for among all statements.
ADD = f"""
declare
  astray boolean;
  usual text := current_setting('enable_nestloop');
begin
  if (select count(*) from added) > 1000 then
    perform set_config('enable_nestloop', 'off', true);
  end if;
{CHECKS}
  perform set_config('enable_nestloop', usual, true);
  return null;
end"""

AS_KNOWN = f"""
declare
  astray boolean;
begin
{CHECKS}
  return null;
end"""


def upgrade() -> None:
    function("add_lines", ADD, anew=True)


def downgrade() -> None:
    function("add_lines", AS_KNOWN, anew=True)
