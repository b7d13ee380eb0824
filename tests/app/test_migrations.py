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


def test_what_was_let_go_before_rows_kept_their_reason_waits_no_longer(house):
    """The control: who is still kept back waits on."""
    db.session.remove()
    flask_migrate.downgrade(revision="0092")
    with db.engine.begin() as connection:
        for each in ("disable", "enable"):
            connection.execute(text(f"alter table hour_entries {each} trigger user"))
            if each == "disable":
                for statement in HELD_ONCE:
                    connection.execute(statement)

    flask_migrate.upgrade()

    states = db.session.execute(text("select state, held_because from hour_entries order by id"))
    told = states.all()
    assert (tuple(told[0]), tuple(told[-1])) == (("approved", None), ("held", "by_finance"))


FIRST_AND_LAST = "id in (select min(id) from hour_entries union select max(id) from hour_entries)"
HELD_ONCE = (
    text(
        "update hour_entries set state = 'held', held_because = 'by_finance',"
        " confirmed_at = coalesce(confirmed_at, now()), checked_by = coalesce(checked_by, 1),"
        " approved_by = coalesce(approved_by, 2), price_cents = coalesce(price_cents, 0),"
        " quantity = coalesce(quantity, 0), unit = coalesce(unit, 'hour'),"
        " unit_cents = coalesce(unit_cents, 0), waived = coalesce(waived, false),"
        " bought_cents = coalesce(bought_cents, 0), breakdown = coalesce(breakdown, '[]')"
        f" where {FIRST_AND_LAST}"
    ),
    text(
        "insert into changes (organisation_id, subject, subject_id, became, role, actor_name, at)"
        " select organisation_id, 'hour_entry', id, 'held', 'finance', 'Talous',"
        f" now() - interval '2 days' from hour_entries where {FIRST_AND_LAST}"
    ),
    text(
        "insert into pay_holds (organisation_id, expert_id, reason, held_at, held_by,"
        " released_at, released_by)"
        " select organisation_id, expert_id, 'Selvitetään.', now() - interval '3 days', 1,"
        " case when id = (select min(id) from hour_entries) then now() - interval '1 day' end,"
        " case when id = (select min(id) from hour_entries) then 1 end"
        f" from hour_entries where {FIRST_AND_LAST}"
    ),
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
