"""The verifier is shown broken rows: each must be named. Rows are broken behind the triggers."""

from contextlib import contextmanager

from sqlalchemy import create_engine, text

from app import create_app
from app.config import for_sqlalchemy
from app.database import db
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


def test_what_is_tested_here_holds(config):
    app = create_app(config, as_owner=True)

    with app.app_context():
        assert invariants.first_broken() is None
        db.session.remove()
        db.engine.dispose()
