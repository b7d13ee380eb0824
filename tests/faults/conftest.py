"""A database of its own for what is killed: afterwards `rinnalla verify` looks at all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.commands import verify
from app.config import Config
from app.database import acting_in, db
from app.embedded import Server
from app.now import at
from tests import build
from tests.conftest import a_database


@dataclass(frozen=True)
class House:
    """The service and its owner in one database."""

    service: Flask
    owner: Flask

    def broken(self) -> object:
        """What `rinnalla verify` finds, over all organisations."""
        db.session.rollback()
        with self.owner.app_context():
            found = verify.first_broken()
            db.session.rollback()
            return found

    @contextmanager
    def without(self, **guards: str) -> Iterator[None]:
        """The named guard of each table is asleep meanwhile."""
        self._turn("disable", guards)
        try:
            yield
        finally:
            self._turn("enable", guards)

    def _turn(self, how: str, guards: dict[str, str]) -> None:
        db.session.rollback()
        with self.owner.app_context(), db.engine.begin() as connection:
            for table, guard in guards.items():
                connection.execute(text(f"alter table {table} {how} trigger {guard}"))


@pytest.fixture(scope="session")
def own_house(server, config):
    yield from _house(server, config, "faults")


@pytest.fixture(scope="session")
def own_ruin(server, config, own_house):
    yield from _house(server, config, "ruins")


@pytest.fixture
def house(own_house):
    with _lived_in(own_house):
        yield own_house


@pytest.fixture
def ruin(own_ruin):
    """For the negative controls: what they break stays broken."""
    with _lived_in(own_ruin):
        yield own_ruin


def _house(server: Server, config: Config, name: str) -> Iterator[House]:
    a_database(server, name)
    own = replace(
        config,
        database_url=server.url("rinnalla_app", name),
        owner_database_url=server.url("rinnalla_owner", name),
    )
    house = House(create_app(own), create_app(own, as_owner=True))
    with house.owner.app_context():
        flask_migrate.upgrade()
    yield house
    for app in (house.service, house.owner):
        with app.app_context():
            db.engine.dispose()


@contextmanager
def _lived_in(house: House) -> Iterator[None]:
    """Acting in a new organisation, on a Tuesday."""
    with house.service.app_context(), at(build.TUESDAY):
        with acting_in(build.an_organisation().id):
            yield
        db.session.remove()
