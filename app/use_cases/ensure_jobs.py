"""What the clock asks for: that each planned period exists once, and that no job is stuck."""

from datetime import datetime, timedelta

from app.database import transaction
from app.gateways import queue
from app.now import now
from app.storage import job_runs, organisations
from app.storage import queue as jobs
from scheduling.wall_clock import HELSINKI

SILENT_SECONDS = 60  # a worker gives a sign of life every ten
KEEP_JOBS_DAYS = 30
KEEP_PERIODS = timedelta(days=100)  # longer than the longest period, or that one would run again


def ensure(name: str, period: datetime) -> bool:
    """Put the job of this period into the queue for every organisation, unless that is done.

    Returns whether this call did it.
    """
    day = period.astimezone(HELSINKI).date().isoformat()
    with transaction():
        if not job_runs.claim(name, period, now()):
            return False
        queue.later_in(organisations.ids(), name, day=day)
    return True


def rescue_stalled() -> int:
    """Give back to the queue what a killed worker had begun; how many there were."""
    with transaction():
        return jobs.rescue_stalled(silent_seconds=SILENT_SECONDS)


def forget_finished() -> None:
    with transaction():
        jobs.forget_finished(days=KEEP_JOBS_DAYS)
        job_runs.forget(now() - KEEP_PERIODS)
