"""The application as a command uses it: in the role that its work needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app import create_app, logs
from app.commands.service import database, settings, with_addresses
from app.database import db
from app.storage.own_role import refuse_powerful_role


def application(*, as_owner: bool = False) -> Flask:
    """`as_owner` for migrations, backups and checks over all organisations; else bound by RLS."""
    config = with_addresses(settings())
    logs.configure(config)
    return create_app(config, as_owner=as_owner)


def serving() -> Flask:
    """For web, worker and clock, which refuse a role that row-level security does not bind.

    Raises UnsafeRole.
    """
    app = application()
    with app.app_context():
        refuse_powerful_role()
    return app


@contextmanager
def running(*, as_owner: bool = False) -> Iterator[Flask]:
    """Inside the application, for a command; starts the embedded database if it sleeps."""
    with database(settings()):
        app = application(as_owner=as_owner)
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()
