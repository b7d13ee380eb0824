"""A database of its own, for a while."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import flask_migrate

from app import create_app
from app.config import Config
from app.database import acting_in, db
from app.embedded import Server

ORGANISATION = 1
FIRST_ORGANISATION = (
    "insert into organisations (name, kind, language, expert_word, notice_version,"
    " agreement_version, agreement_signed_anew, asks_next) values"
    " ('Mitattava', 'county', 'fi', 'kokemusasiantuntija', '1', '1', false, false)"
)


@contextmanager
def own_database(fill: Callable[[str], None]) -> Iterator[Config]:
    """Acting in the first organisation of what `fill` wrote, as the owner, by the address given."""
    with tempfile.TemporaryDirectory(prefix="rinnalla-bench-") as folder:
        server = Server(Path(folder), fsync=False)
        server.start()
        try:
            settings = Config.from_environment({"RINNALLA_DATA": folder})
            config = replace(
                settings, database_url=server.app_url, owner_database_url=server.owner_url
            )
            owner = create_app(config, as_owner=True)
            with owner.app_context():
                flask_migrate.upgrade()
                db.engine.dispose()
            fill(server.owner_url)
            with create_app(config).app_context(), acting_in(ORGANISATION):
                yield config
                db.engine.dispose()
        finally:
            server.stop()
            server.remove()


@contextmanager
def bare_service() -> Iterator[None]:
    """The service without a database, for what asks none."""
    with tempfile.TemporaryDirectory(prefix="rinnalla-bench-") as folder:
        settings = Config.from_environment({"RINNALLA_DATA": folder})
        nowhere = "postgresql:///nowhere"
        config = replace(settings, database_url=nowhere, owner_database_url=nowhere)
        with create_app(config).app_context():
            yield
