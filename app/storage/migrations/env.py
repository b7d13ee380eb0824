"""Runs migrations on the owner's connection; row-level security binds only the application."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def is_ours(_object, name, kind, _reflected, _compared) -> bool:
    """The queue's tables have migrations of their own maker."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def run() -> None:
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata if database.metadata.tables else None,
            include_object=is_ours,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
