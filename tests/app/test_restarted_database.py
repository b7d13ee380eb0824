"""A database that was restarted is met with a new connection, before anybody is told of it."""

import psycopg
import pytest
from sqlalchemy import text

from app import create_app
from app.config import for_psycopg
from app.database import db


@pytest.fixture
def app(config):
    app = create_app(config)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def its_number():
    """Of the database's process behind the connection; the connection is given back."""
    try:
        return db.session.scalar(text("select pg_backend_pid()"))
    finally:
        db.session.rollback()


def test_a_connection_at_rest_stays(app):
    assert its_number() == its_number()


def test_a_connection_that_was_ended_is_replaced(app, server):
    ended = its_number()
    with psycopg.connect(for_psycopg(server.owner_url)) as owner:
        owner.execute("select pg_terminate_backend(%s, 5000)", [ended])

    assert its_number() != ended
