"""Who acts alone: the one of several processes that holds a lock of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.database import db

# Any numbers, as long as nothing else locks the same ones.
CLOCK = 7_466_552_001
PREPARING = 7_466_552_002
TAKE = text("select pg_try_advisory_lock(:number)")
HELD = text("""
    select exists (select from pg_locks where locktype = 'advisory' and granted
                   and database = (select oid from pg_database where datname = current_database())
                   and (classid::bigint << 32 | objid::bigint) = :number)
""")


@contextmanager
def preparing() -> Iterator[None]:
    """Bring the database up while nobody else does; two that start at once take turns."""
    with candidate() as connection:
        connection.execute(text("select pg_advisory_lock(:number)"), {"number": PREPARING})
        yield


def candidate() -> Connection:
    """A connection of its own: the lock lives and dies with it."""
    return db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def take(connection: Connection) -> bool:
    return bool(connection.scalar(TAKE, {"number": CLOCK}))


def keep(connection: Connection) -> bool:
    """False when the connection, and the lock with it, is gone."""
    try:
        connection.execute(text("select 1"))
    except DBAPIError:
        return False
    return True


def is_held() -> bool:
    return bool(db.session.scalar(HELD, {"number": CLOCK}))
