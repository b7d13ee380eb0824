"""The application adds weights that were decided; it changes and removes none."""

from alembic import op
from flask import current_app

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    role = current_app.config["APPLICATION_ROLE"]
    op.execute(f'revoke update, delete on matching_weights from "{role}"')


def downgrade() -> None:
    role = current_app.config["APPLICATION_ROLE"]
    op.execute(f'grant update, delete on matching_weights to "{role}"')
