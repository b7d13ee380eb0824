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
    """The controls: who is kept back still waits on, and so does what was held anew since."""
    db.session.remove()
    flask_migrate.downgrade(revision="0092")
    with db.engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        let_go = _held(connection, "hour_entries", released="2 days")
        cost = _held(connection, "expense_entries", released="2 days")
        kept_back = _held(connection, "hour_entries", released=None)
        held_anew = _held(connection, "hour_entries", released="4 days")

    flask_migrate.upgrade()

    free, waits = ("approved", None, "released"), ("held", "by_finance", None)
    assert _now(cost, "expense_entries") == free
    assert [_now(one) for one in (let_go, kept_back, held_anew)] == [free, waits, waits]


def _held(connection, table: str, *, released: str | None) -> int:
    """An entry held three days ago; released: its person, whom nobody held before; or not yet."""
    free = f"select min(id) from {table} where expert_id not in (select expert_id from pay_holds)"
    entry_id = connection.scalar(text(free))
    values = {"id": entry_id, "subject": SUBJECTS[table], "released": released}
    for statement in HELD:
        connection.execute(text(statement.format(table=table)), values)
    return entry_id


def _now(entry_id: int, table: str = "hour_entries") -> tuple[str, str | None, str | None]:
    """State, why it is held, and the reason of the step that let it go."""
    last = text(
        f"""select state, held_because, (
          select reason from changes where changes.organisation_id = entry.organisation_id
            and subject = :subject and subject_id = entry.id and became = 'approved'
            and reason is not null)
        from {table} as entry where id = :id"""
    )
    values = {"id": entry_id, "subject": SUBJECTS[table]}
    return tuple(db.session.execute(last, values).one())


SUBJECTS = {"hour_entries": "hour_entry", "expense_entries": "expense_entry"}
HELD = (
    "update {table} set state = 'held', held_because = 'by_finance',"
    " confirmed_at = coalesce(confirmed_at, now()), checked_by = coalesce(checked_by, 1),"
    " approved_by = coalesce(approved_by, 2), price_cents = coalesce(price_cents, 0),"
    " quantity = coalesce(quantity, 0), unit = coalesce(unit, 'hour'),"
    " unit_cents = coalesce(unit_cents, 0), waived = coalesce(waived, false),"
    " bought_cents = coalesce(bought_cents, 0), breakdown = coalesce(breakdown, '[]')"
    " where id = :id",
    "insert into changes (organisation_id, subject, subject_id, became, role, actor_name, at)"
    " select organisation_id, :subject, id, 'held', 'finance', 'Talous',"
    " now() - interval '3 days' from {table} where id = :id",
    "insert into pay_holds (organisation_id, expert_id, reason, held_at, held_by,"
    " released_at, released_by)"
    " select organisation_id, expert_id, 'Selvitetään.', now() - interval '5 days', 1,"
    " now() - cast(:released as interval), case when :released is not null then 1 end"
    " from {table} where id = :id",
)


def test_a_house_that_has_destroyed_keeps_the_version_that_tells_of_it(house):
    """The control: what was only proposed holds nothing back."""
    db.session.remove()
    flask_migrate.downgrade(revision="0083")
    connection = db.engine.connect()
    with connection.begin():
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(DESTROYED)

    with pytest.raises(DBAPIError, match="what was destroyed"):
        flask_migrate.downgrade(revision="0082")
    with connection.begin():
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(
            text(
                "update disposals set confirmed_at = null, confirmed_by = null, confirmed_in = null"
            )
        )
    connection.close()
    flask_migrate.downgrade(revision="0082")

    flask_migrate.upgrade()


DESTROYED = text(
    "insert into disposals (organisation_id, to_year, decision, proposed_at, proposed_by,"
    " confirmed_at, confirmed_by, confirmed_in)"
    " values (1, 2000, '§ 1', now(), 1, now(), 2, 1)"
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
