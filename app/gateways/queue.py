"""Work for later, kept in the same transaction as its cause."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import procrastinate

from app.database import current_organisation, db

# Never opened: every job is written through the connection of the business transaction.
_queue = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def later(name: str, *, at: datetime | None = None, **arguments: int | str) -> None:
    """Do the task `name` of app.worker once this transaction is kept, in its organisation.

    at         not before this moment
    arguments  ids and days; never what is personal
    """
    later_in([current_organisation()], name, at=at, **arguments)


def later_in(
    organisation_ids: Iterable[int],
    name: str,
    *,
    at: datetime | None = None,
    **arguments: int | str,
) -> None:
    """The same once for each of the organisations."""
    connection = db.session.connection().connection.driver_connection
    task = _queue.configure_task(name, schedule_at=at, connection=connection)
    for organisation_id in organisation_ids:
        task.defer(organisation_id=organisation_id, **arguments)


def later_each(name: str, each: Iterable[Mapping[str, int | str]], *, priority: int = 0) -> None:
    """Many jobs of one task at once. priority: below 0 lets everything else go first."""
    mine = {"organisation_id": current_organisation()}
    connection = db.session.connection().connection.driver_connection
    task = _queue.configure_task(name, priority=priority, connection=connection)
    jobs: list[dict[str, Any]] = [{**mine, **arguments} for arguments in each]
    if jobs:
        task.batch_defer(*jobs)
