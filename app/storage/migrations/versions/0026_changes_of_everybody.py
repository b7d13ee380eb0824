"""Changes that reach people whom their statement cannot see yet.

Somebody entered in another transaction is unseen until that one commits, though both write for
her. A new agreement text is therefore logged for everybody, whoever they are once the log is
read; and who is entered waits for bookings of the same person that are being made elsewhere.
"""

from alembic import op

revision = "0026"
down_revision = "0025"

LOG = """
begin
  insert into match_changes (organisation_id, expert_id, made_in)
  select {0}, pg_current_xact_id()::text::bigint from {1}
  where (was.agreement_version, was.agreement_signed_anew)
    <> (became.agreement_version, became.agreement_signed_anew);
  return null;
end"""
TEXTS = "became join was on was.id = became.id"
OF_EVERYBODY = LOG.format("became.id, null", TEXTS)
OF_THE_SEEN = LOG.format(
    "became.id, experts.id", f"{TEXTS} join experts on experts.organisation_id = became.id"
)
# A booking holds its person's key, so this waits for it and it for this.
WAIT = """
begin
  perform from persons where id in (select person_id from became) order by id for update;
  return null;
end"""
SEES_OTHERS = "security definer set search_path = public, pg_temp"


def upgrade() -> None:
    op.alter_column("match_changes", "expert_id", nullable=True)
    _replace("log_update_of_organisations", OF_EVERYBODY, SEES_OTHERS)
    _replace("wait_for_bookings", WAIT)
    op.execute(
        "create trigger wait_for_bookings after insert on experts"
        " referencing new table as became"
        " for each statement execute function wait_for_bookings()"
    )


def downgrade() -> None:
    op.execute("drop function wait_for_bookings() cascade")
    _replace("log_update_of_organisations", OF_THE_SEEN, SEES_OTHERS)
    op.execute(
        "insert into match_changes (organisation_id, expert_id, made_in)"
        " select experts.organisation_id, experts.id, made_in from match_changes"
        " join experts using (organisation_id) where expert_id is null"
    )
    op.execute("delete from match_changes where expert_id is null")
    op.alter_column("match_changes", "expert_id", nullable=False)


def _replace(name: str, body: str, powers: str = "") -> None:
    op.execute(
        f"create or replace function {name}() returns trigger language plpgsql {powers}"
        f" as $${body}$$"
    )
