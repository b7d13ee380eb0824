"""A real PostgreSQL for all tests; every test acts in an organisation of its own."""

import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
from flask import has_request_context, request
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from app import create_app, sign_in
from app.commands import demo
from app.config import Config, for_sqlalchemy
from app.database import acting_in, db
from app.embedded import Server
from app.now import at
from tests import build

settings.register_profile("any machine, however busy", deadline=None)
settings.load_profile("any machine, however busy")

# Hundreds of tests sign in: a password takes a thousandth of the work it takes in earnest.
sign_in.SETTINGS["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {
    "argon2__time_cost": 1,
    "argon2__memory_cost": 8,
    "argon2__parallelism": 1,
}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


WRITES = re.compile(r"\s*(insert|update|delete|truncate)\b", re.IGNORECASE)


class ReadingWrites(AssertionError):
    """A page that is only looked at changes something."""


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_to_write_when_read(_connection, _cursor, statement, *_about):
    reads = has_request_context() and request.method in ("GET", "HEAD", "OPTIONS")
    if reads and WRITES.match(statement):
        raise ReadingWrites(f"{request.path}: {statement[:80]}")


@pytest.fixture(scope="session")
def server():
    """An own server for each test process, without the waiting for disks."""
    with tempfile.TemporaryDirectory(prefix=f"rinnalla-{WORKER}-") as data:
        server = Server(Path(data), fsync=False)
        server.start()
        yield server
        server.remove()


@pytest.fixture(scope="session")
def config(server, tmp_path_factory):
    settings = Config.from_environment({"RINNALLA_DATA": str(tmp_path_factory.mktemp("data"))})
    config = replace(
        settings, database_url=server.app_url, owner_database_url=server.owner_url, testing=True
    )
    owner = create_app(config, as_owner=True)
    with owner.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    return config


@pytest.fixture(scope="session")
def service(config):
    service = create_app(config)
    yield service
    with service.app_context():
        db.engine.dispose()


@pytest.fixture
def app(service):
    """The service, acting in a new organisation."""
    with service.app_context():
        organisation_id = build.an_organisation().id
        with acting_in(organisation_id):
            yield service
        db.session.remove()


def a_database(server: Server, name: str) -> None:
    """An empty one beside the tests' own."""
    owner = create_engine(
        for_sqlalchemy(server.owner_url), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with owner.connect() as connection:
        connection.execute(text(f"create database {name}"))


@pytest.fixture(scope="session")
def shown(server, config):
    """The demonstration in a database of its own, seen by the owner."""
    a_database(server, "demo")
    own = replace(
        config,
        database_url=server.url("rinnalla_app", "demo"),
        owner_database_url=server.url("rinnalla_owner", "demo"),
    )
    app = create_app(own, as_owner=True)
    with app.app_context():
        flask_migrate.upgrade()
        with at(build.TUESDAY):
            assert demo.load_if_empty(experts=60)
        yield app
        db.session.remove()
        db.engine.dispose()
