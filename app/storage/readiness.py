"""Whether the database, the queue and the clock do their work."""

from sqlalchemy.exc import DBAPIError

from app.database import db
from app.storage import leadership, queue

LONGEST_WAIT = 15 * 60  # seconds the first job may wait before the queue counts as stuck


def of_database_queue_and_clock() -> dict[str, bool]:
    try:
        state = queue.state()
        clock = leadership.is_held()
    except DBAPIError:
        db.session.rollback()
        return {"database": False, "queue": False, "clock": False}
    moving = state.workers > 0 and state.oldest_seconds < LONGEST_WAIT
    return {"database": True, "queue": moving, "clock": clock}
