"""The application reads the allowed steps and adds to the history; it changes neither."""

from alembic import op
from flask import current_app

revision = "0015"
down_revision = "0014"

NEVER = {"steps": "insert, update, delete", "changes": "update, delete"}


def upgrade() -> None:
    role = current_app.config["APPLICATION_ROLE"]
    for table, acts in NEVER.items():
        op.execute(f'revoke {acts} on {table} from "{role}"')


def downgrade() -> None:
    role = current_app.config["APPLICATION_ROLE"]
    for table, acts in NEVER.items():
        op.execute(f'grant {acts} on {table} to "{role}"')
