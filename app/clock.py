"""Puts the planned jobs into the queue when their time comes; of several clocks one leads."""

import sys
import time
from collections.abc import Callable

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from app.now import now
from app.storage import leadership
from app.use_cases import ensure_jobs
from scheduling.timetable import TIMETABLE

SECONDS_BETWEEN_CANDIDATURES = 5
SECONDS_BETWEEN_LOOKS = 5
SECONDS_BETWEEN_RESCUES = 30


def run(app: Flask) -> None:
    """Wait to lead, then plan until stopped. Exits with 1 when the lead is lost."""
    with app.app_context(), leadership.candidate() as connection:
        while not leadership.take(connection):
            time.sleep(SECONDS_BETWEEN_CANDIDATURES)
        clock = build(app)

        def step_down_without_the_lead() -> None:
            if not leadership.keep(connection):
                clock.shutdown(wait=False)

        clock.add_job(step_down_without_the_lead, "interval", seconds=SECONDS_BETWEEN_LOOKS)
        clock.start()
    sys.exit(1)


def build(app: Flask) -> BlockingScheduler:
    clock = BlockingScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
    )
    for name, times in TIMETABLE.items():
        clock.add_job(_inside(app, ensure), "cron", args=[name], id=name, **times.cron())
    clock.add_job(_inside(app, catch_up), next_run_time=now())
    clock.add_job(_inside(app, catch_up), "cron", minute="*/5", second=30)
    rescue = _inside(app, ensure_jobs.rescue_stalled)
    clock.add_job(rescue, "interval", seconds=SECONDS_BETWEEN_RESCUES)
    clock.add_job(_inside(app, ensure_jobs.forget_finished), "cron", hour=3, minute=40)
    return clock


def ensure(name: str) -> bool:
    """That the job's present period exists; whether it is new."""
    return ensure_jobs.ensure(name, TIMETABLE[name].latest(now()))


def catch_up() -> None:
    """What came due while no clock ran, or while the database was away."""
    for name in TIMETABLE:
        ensure(name)


def _inside(app: Flask, function: Callable[..., object]) -> Callable[..., None]:
    def call(*arguments: object) -> None:
        with app.app_context():
            function(*arguments)

    return call
