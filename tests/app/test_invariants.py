"""The verifier is shown broken rows: each must be named. Rows are broken behind the triggers."""

from contextlib import contextmanager

from sqlalchemy import create_engine, text

from app.config import for_sqlalchemy
from app.storage import invariants


@contextmanager
def behind_the_guards(config):
    """The owner's connection with triggers and references switched off, undone at the end."""
    engine = create_engine(for_sqlalchemy(config.owner_database_url))
    with engine.connect() as connection:
        connection.execute(text("set session_replication_role = replica"))
        yield connection
        connection.rollback()
    engine.dispose()


def test_every_question_can_be_asked(config):
    with behind_the_guards(config) as owner:
        for invariant in (*invariants.MONEY, *invariants.TIME):
            owner.execute(text(f"select * from ({invariant.question}) as found limit 1"))
