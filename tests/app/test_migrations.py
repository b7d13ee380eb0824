"""A house in use is brought to every new version with its rows, whatever guards watch over them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import MIGRATIONS, create_app
from app.commands import demo
from app.database import db
from app.embedded import Server
from app.storage import invariants
from invoices.statements.hash_chain import canonical_json

OLDEST = "0034"  # a house with corrections, which versions before it had no place for
EXPERTS = 20


@pytest.fixture(scope="module")
def house(config, tmp_path_factory) -> Iterator[Flask]:
    server = Server(tmp_path_factory.mktemp("house"), fsync=False)
    server.start()
    own = replace(config, database_url=server.app_url, owner_database_url=server.owner_url)
    house = create_app(own, as_owner=True)
    with house.app_context():
        flask_migrate.upgrade()
        demo.load_if_empty(EXPERTS, demo.SEED)
        yield house
        db.session.remove()
        db.engine.dispose()
    server.remove()


def test_what_a_guard_forbids_is_found_by_it(house):
    """The control: the history refuses what a version would write into it."""
    db.session.remove()
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text("update changes set actor_name = ''"))


def test_each_step_is_taken_back_and_again_over_the_rows_of_a_house_in_use(house):
    db.session.remove()
    for revision, before in _steps():
        flask_migrate.downgrade(revision=before)
        flask_migrate.upgrade(revision=revision)
        flask_migrate.downgrade(revision=before)
    flask_migrate.upgrade()

    assert invariants.first_broken() is None
    assert not any(_spelt_otherwise())


def test_a_price_of_which_only_steps_were_kept_is_one_piece(house):
    """A step may have a quantity or a unit of its own."""
    db.session.remove()
    flask_migrate.downgrade(revision="0086")
    with db.engine.begin() as connection:
        connection.execute(text("alter table hour_entries disable trigger user"))
        connection.execute(ONLY_STEPS)
        connection.execute(text("alter table hour_entries enable trigger user"))

    flask_migrate.upgrade()

    kept = db.session.execute(ONE_PIECE).one()
    assert tuple(kept) == (1, "piece", True, False, 0, '[{"code":"rounded","unit":"hour"}]')


ONLY_STEPS = text(
    """update hour_entries set breakdown = '[{"unit": "hour", "code": "rounded"}]'
    where id = (select min(id) from hour_entries where price_cents is not null)"""
)
ONE_PIECE = text(
    "select quantity, unit, unit_cents = price_cents, waived, bought_cents, breakdown::text"
    " from hour_entries where price_cents is not null order by id limit 1"
)


def _spelt_otherwise() -> Iterator[str]:
    """How prices came about, where the text is not what the hash chain would write."""
    for table in ("hour_entries", "expense_entries", "statement_lines"):
        texts = db.session.scalars(text(f"select breakdown::text from {table}"))
        priced = [each for each in texts if each is not None]
        assert priced, table
        yield from (each for each in priced if canonical_json(json.loads(each)).decode() != each)


def _steps() -> list[tuple[str, str]]:
    """Each version with the one before it, newest first."""
    files = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    versions = [version for each in files if (version := each.stem[:4]) >= OLDEST]
    return list(pairwise(reversed(versions)))
