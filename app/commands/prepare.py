"""`rinnalla prepare`: what has to be there before the service starts."""

import json
from importlib import import_module
from importlib.util import find_spec

import click
import flask_migrate

from app.commands.application import application
from app.commands.service import settings
from app.storage import leadership
from app.use_cases import pack_match_records

DEMO = "app.commands.demo"


@click.command(hidden=True)
def prepare() -> None:
    """Bring the schema up to date, fill an empty development database, print its sign-ins."""
    app = application(as_owner=True)
    sign_ins: list[tuple[str, str, str]] = []
    with app.app_context(), leadership.preparing():
        flask_migrate.upgrade()
        pack_match_records.pack_everywhere()
        if not settings().production and find_spec(DEMO):
            demo = import_module(DEMO)
            demo.load_if_empty()
            sign_ins = demo.sign_ins()
    click.echo(json.dumps(sign_ins))
