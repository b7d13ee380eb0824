"""Whose run statements are of, and who issued them, is looked at as a set when they are added."""

from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0089"
down_revision = "0088"

# All statements of a run refer to the same two rows, which a reference would ask for each of them.
# The run is locked as a reference would lock it: nobody takes it away meanwhile.
KNOWN = f"""
begin
  perform from statement_runs
  where (organisation_id, id) in (select organisation_id, run_id from added) for key share;
  if exists (
    select from (select distinct organisation_id, run_id, issued_by from added) as one
    left join statement_runs as run
      on run.organisation_id = one.organisation_id and run.id = one.run_id
    left join users on users.id = one.issued_by
    where run.id is null or users.id is null
  ) then
    {refuse("statement_is_of_a_run", "foreign_key_violation")};
  end if;
  return null;
end"""
# Who issued a statement is in the history too, which refers to her.
KEPT = f"""
begin
  if exists (
    select from statements where organisation_id = old.organisation_id and run_id = old.id
  ) then
    {refuse("statement_is_of_a_run", "foreign_key_violation")};
  end if;
  return case tg_op when 'DELETE' then old else new end;
end"""
REFERENCES = {
    "fk_statements_organisation_id_run_id": (
        ["organisation_id", "run_id"],
        "statement_runs",
        ["organisation_id", "id"],
    ),
    "fk_statements_issued_by": (["issued_by"], "users", ["id"]),
}


def upgrade() -> None:
    function("know_run_and_issuer", KNOWN)
    op.execute(
        "create trigger know_run_and_issuer after insert on statements"
        " referencing new table as added for each statement execute function know_run_and_issuer()"
    )
    function("keep_run_of_statements", KEPT)
    op.execute(
        "create trigger keep_run_of_statements before delete or update of organisation_id, id"
        " on statement_runs"
        " for each row execute function keep_run_of_statements()"
    )
    for name in REFERENCES:
        op.drop_constraint(name, "statements")


def downgrade() -> None:
    for name, (columns, table, theirs) in REFERENCES.items():
        op.create_foreign_key(name, "statements", table, columns, theirs)
    for name, table in {
        "keep_run_of_statements": "statement_runs",
        "know_run_and_issuer": "statements",
    }.items():
        op.execute(f"drop trigger {name} on {table}")
        op.execute(f"drop function {name}()")
