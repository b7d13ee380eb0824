"""Why a step was taken may be forgotten two years later; nothing else of the history changes."""

from alembic import op
from flask import current_app

from app.storage.migrations.guards import function, refuse

revision = "0080"
down_revision = "0079"

REFUSED = refuse("history_is_only_added_to")
ONLY_ADD = f"""
begin
  if tg_op = 'UPDATE' and tg_table_name = 'changes' and old.at < now() - interval '2 years'
    and to_jsonb(new) = to_jsonb(old) || '{{"reason": null}}'
  then
    return new;
  end if;
  {REFUSED};
end"""


def upgrade() -> None:
    function("only_add", ONLY_ADD, anew=True)
    role = current_app.config["APPLICATION_ROLE"]
    op.execute(f'grant update (reason) on changes to "{role}"')


def downgrade() -> None:
    role = current_app.config["APPLICATION_ROLE"]
    op.execute(f'revoke update (reason) on changes from "{role}"')
    function("only_add", f"begin\n  {REFUSED};\nend", anew=True)
