"""What somebody does with SQL at the database itself, past every use case."""

from collections.abc import Iterator
from contextlib import contextmanager

from app import database


@contextmanager
def by_hand() -> Iterator[None]:
    """Changes made inside stay in the session's open transaction until it ends; then they go."""
    database.end_read()
    writing = database._writing.set(True)
    try:
        yield
    finally:
        database._writing.reset(writing)
