from dataclasses import replace

import flask_migrate
import pytest
from sqlalchemy import create_engine, text

from app import create_app
from app.commands import demo
from app.config import for_sqlalchemy
from app.database import acting_in, db
from app.storage import invariants, organisations
from app.storage.experts import Expert

EXPERTS = 60


@pytest.fixture(scope="module")
def shown(server, config):
    """The demonstration in a database of its own, seen by the owner."""
    owner = create_engine(for_sqlalchemy(config.owner_database_url), isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text("create database demo"))
    owner.dispose()
    own = replace(
        config,
        database_url=server.url("rinnalla_app", "demo"),
        owner_database_url=server.url("rinnalla_owner", "demo"),
    )
    app = create_app(own, as_owner=True)
    with app.app_context():
        flask_migrate.upgrade()
        assert demo.load_if_empty(experts=EXPERTS)
        yield app
        db.session.remove()
        db.engine.dispose()


def test_everything_holds_in_the_demonstration(shown):
    assert invariants.first_broken() is None


def test_it_is_shown_only_in_an_empty_database(shown):
    assert demo.load_if_empty() is False


def test_the_ngo_beside_the_county_sees_only_its_own(shown):
    ngo = organisations.find_by_name(demo.NGO)
    with acting_in(ngo.id):
        own = db.session.query(Expert).filter_by(organisation_id=ngo.id).count()
    assert own == demo.NGO_EXPERTS
