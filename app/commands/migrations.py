"""`rinnalla db`: migrations of the schema, by the owner's role only."""

import click
import flask_migrate

from app.commands.application import running


@click.group()
def db() -> None:
    """Migrate the database: `db upgrade` brings it up to this version."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to this version; a second time changes nothing."""
    with running(as_owner=True):
        flask_migrate.upgrade()


@db.command()
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """Take the schema one version back, or to REVISION."""
    with running(as_owner=True):
        flask_migrate.downgrade(revision=revision)


@db.command()
def current() -> None:
    """Say which version the schema has."""
    with running(as_owner=True):
        flask_migrate.current()


@db.command()
@click.argument("message")
def migrate(message: str) -> None:
    """Write a new migration from what the models say, to be read and mended by hand."""
    with running(as_owner=True):
        flask_migrate.migrate(message=message)
