"""What somebody does with SQL at the database itself, past every use case."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import text

from app import database
from app.database import acting_in, db
from app.storage.invariants.invariant import Invariant


@contextmanager
def by_hand() -> Iterator[None]:
    """Changes made inside stay in the session's open transaction until it ends; then they go."""
    database.end_read()
    writing = database._writing.set(True)
    try:
        yield
    finally:
        database._writing.reset(writing)


@contextmanager
def behind_the_guards(owner: Flask, organisation_id: int) -> Iterator[None]:
    """As the owner, in a change that no trigger looks at and that is forgotten at the end."""
    with owner.app_context(), acting_in(organisation_id):
        with by_hand():
            db.session.execute(text("set local session_replication_role = replica"))
        yield
        db.session.rollback()
        db.session.remove()


def changed(sql: str, organisation_id: int) -> None:
    """Rows of the organisation, which the statement names `:mine`: at least one."""
    assert db.session.execute(text(sql), {"mine": organisation_id}).rowcount


def broken(organisation_id: int, questions: Iterable[Invariant]) -> list[str]:
    """The rules that rows of the organisation break."""
    return [
        rule
        for rule, _, question in questions
        if organisation_id in {row[0] for row in db.session.execute(text(question))}
    ]
