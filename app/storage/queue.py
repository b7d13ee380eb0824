"""The job queue's own tables: what waits, what is stuck, what may be forgotten."""

from dataclasses import dataclass

from sqlalchemy import text

from app.database import db

MOST_ATTEMPTS = 10

RESCUE = text("""
    select case when job.attempts < :most
           then procrastinate_retry_job_v2(job.id, now(), null, null, null)
           else procrastinate_finish_job_v1(job.id, 'failed', false) end
    from procrastinate_jobs job
    left join procrastinate_workers worker on worker.id = job.worker_id
    where job.status = 'doing'
      and (worker.id is null or worker.last_heartbeat < now() - make_interval(secs => :silent))
""")
FORGET = text("""
    delete from procrastinate_jobs job
    where job.status in ('succeeded', 'cancelled')
      and not exists (select from procrastinate_events event
                      where event.job_id = job.id
                        and event.at > now() - make_interval(days => :days))
""")
STATE = text("""
    select (select count(*) from procrastinate_jobs where status = 'todo') waiting,
           (select count(*) from procrastinate_jobs where status = 'failed') failed,
           (select coalesce(extract(epoch from now() - min(event.at)), 0)
            from procrastinate_jobs job join procrastinate_events event on event.job_id = job.id
            where job.status = 'todo' and event.type in ('deferred', 'deferred_for_retry')
              and job.scheduled_at is null) oldest_seconds,
           (select count(*) from procrastinate_workers
            where last_heartbeat > now() - interval '60 seconds') workers
""")


@dataclass(frozen=True)
class State:
    """oldest_seconds  how long the first job in the queue has waited"""

    waiting: int
    failed: int
    oldest_seconds: int
    workers: int


def state() -> State:
    row = db.session.execute(STATE).one()
    return State(row.waiting, row.failed, int(row.oldest_seconds), row.workers)


def rescue_stalled(*, silent_seconds: int) -> int:
    """Give jobs of workers that fell silent back to the queue; how many there were."""
    return len(db.session.execute(RESCUE, {"silent": silent_seconds, "most": MOST_ATTEMPTS}).all())


def forget_finished(*, days: int) -> None:
    db.session.execute(FORGET, {"days": days})
