"""`rinnalla db`: migrations of the schema, by the owner's role only."""

from functools import partial

import click
from flask.cli import ScriptInfo
from flask_migrate.cli import db as flask_migrate

from app.commands.application import application
from app.commands.service import database, settings


@click.group(commands=flask_migrate.commands)
@click.pass_context
def db(ctx: click.Context) -> None:
    """Migrate the database: `db upgrade` brings it up to this version."""
    ctx.with_resource(database(settings()))
    ctx.obj = ScriptInfo(create_app=partial(application, as_owner=True))
