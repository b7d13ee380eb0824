"""The application as a command uses it: in the role that its work needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from app import create_app
from app.commands.service import database, settings, with_addresses


def application() -> Flask:
    """With the application's role, which owns nothing and is bound by row-level security."""
    return create_app(replace(with_addresses(settings()), owner_database_url=None))


def owner_application() -> Flask:
    """With the owner's role: for migrations, backup and checks over all organisations."""
    config = with_addresses(settings())
    return create_app(replace(config, database_url=config.owner_database_url))


@contextmanager
def running(*, owner: bool = False) -> Iterator[Flask]:
    """Decorates a command that needs the application; starts the database if it sleeps."""
    with database(settings()):
        app = owner_application() if owner else application()
        with app.app_context():
            yield app
