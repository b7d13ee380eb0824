"""A number that was destroyed is given no more, and nobody answers herself by another user."""

from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0090"
down_revision = "0089"

NOT_COUNTED = refuse("statement_has_a_number_given")
UNCOUNTED = """exists (
    select from added
    left join statement_counters as counter
      on counter.organisation_id = added.organisation_id
      and counter.series = added.series and counter.year = added.year
    where added.number between 1 and counter.last_number is not true
  )"""
DESTROYED = """exists (
    select from disposals
    cross join jsonb_to_recordset(numbers) as gone (series text, year bigint, first bigint,
      last bigint)
    join added on added.organisation_id = disposals.organisation_id
      and added.series = gone.series and added.year = gone.year
      and added.number between gone.first and gone.last
  )"""

ASKED_BY = {"disposals": "proposed_by", "mended_years": "asked_by"}
ANOTHER = f"""
begin
  if exists (
    select from users as one join users as other on other.person_id = one.person_id
    where one.id = (to_jsonb(new) ->> tg_argv[0])::bigint and other.id = new.confirmed_by
  ) then
    {refuse("answered_by_another")};
  end if;
  return new;
end"""


def upgrade() -> None:
    _number_first(f"{UNCOUNTED} or {DESTROYED}")
    function("answered_by_another", ANOTHER)
    for table, column in ASKED_BY.items():
        op.execute(
            f"create trigger answered_by_another before insert or update of confirmed_by on {table}"
            f" for each row execute function answered_by_another('{column}')"
        )


def downgrade() -> None:
    for table in ASKED_BY:
        op.execute(f"drop trigger answered_by_another on {table}")
    op.execute("drop function answered_by_another()")
    _number_first(UNCOUNTED)


def _number_first(wrong: str) -> None:
    body = f"\nbegin\n  if {wrong} then\n    {NOT_COUNTED};\n  end if;\n  return null;\nend"
    function("number_first", body, anew=True)
