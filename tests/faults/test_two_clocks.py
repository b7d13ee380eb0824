"""Two clocks and two workers, the leading clock killed again and again: a period is done once.

SCALE=1 kills it a hundred times, the everyday run twice.
"""

import os
import signal
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import text

from app import clock, create_app, worker
from app.database import acting_in, current_organisation, db
from app.storage import job_runs, leadership
from tests import build
from tests.conftest import a_database
from tests.faults.forked import PROCESSES

KILLS = max(2, round(100 * float(os.environ.get("SCALE", "0"))))
PERIOD = 3  # seconds
PATIENCE = 90
TAKEOVER = 60  # seconds; the longest that nobody may lead


@dataclass(frozen=True)
class EveryFewSeconds:
    """As `scheduling.timetable.Times`, for those who cannot wait for minutes."""

    def latest(self, moment: datetime) -> datetime:
        return moment - timedelta(seconds=moment.second % PERIOD, microseconds=moment.microsecond)

    def cron(self) -> dict[str, str]:
        return {"second": f"*/{PERIOD}"}


def tell_the_time(config, folder: Path, *, careless: bool) -> None:
    """A clock; a careless one, the negative control, neither waits for the lead nor claims."""
    clock.TIMETABLE.clear()
    clock.TIMETABLE["tick"] = EveryFewSeconds()
    clock.SECONDS_BETWEEN_CANDIDATURES = 0.2
    take = leadership.take

    def take_and_tell(connection) -> bool:
        leads = careless or take(connection)
        if leads:
            _write(folder / "leader", str(os.getpid()))
        return leads

    leadership.take = take_and_tell
    if careless:
        job_runs.claim = lambda *_: True
    clock.run(create_app(config))


def do_the_work(config, folder: Path) -> None:
    def tick(_day) -> None:
        with (folder / "done").open("a") as done:
            done.write(f"{current_organisation()}\n")

    worker.JOBS.clear()
    worker.JOBS["tick"] = tick
    worker.work(create_app(config))


def _write(path: Path, words: str) -> None:
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_text(words)
    beside.replace(path)


class House:
    """Clocks and workers of a database of their own."""

    def __init__(self, config, folder: Path, organisation_id: int, *, careless: bool):
        self.config, self.folder, self.careless = config, folder, careless
        self.organisation_id, self.started = organisation_id, []
        for _ in range(2):
            self.another(tell_the_time, careless=careless)
            self.another(do_the_work)

    def another(self, part, **how) -> None:
        process = PROCESSES.Process(
            target=part, name=part.__name__, args=(self.config, self.folder), kwargs=how
        )
        process.start()
        self.started.append(process)

    def leader(self) -> int | None:
        told = self.folder / "leader"
        return int(told.read_text()) if told.exists() else None

    def done(self) -> int:
        """How many times the work of a period was done for the organisation."""
        told = self.folder / "done"
        lines = told.read_text().split() if told.exists() else []
        return lines.count(str(self.organisation_id))

    def periods(self) -> list[datetime]:
        db.session.rollback()
        asked = text("select period from job_runs where name = 'tick' order by period")
        return list(db.session.scalars(asked))

    def kill_the_leader(self) -> float:
        """Seconds until another one leads."""
        killed, at = self.leader(), time.monotonic()
        os.kill(killed, signal.SIGKILL)
        soon(lambda: self.leader() != killed)
        lasted = time.monotonic() - at
        self.another(tell_the_time, careless=False)
        return lasted

    def stop_clocks(self) -> None:
        for process in self.started:
            if process.name == tell_the_time.__name__:
                process.kill()
                process.join(PATIENCE)

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.join(PATIENCE)
            process.close()


def soon(holds) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "we waited for this in vain"
        time.sleep(0.05)


@pytest.fixture
def begin(server, config, tmp_path):
    """begin(careless=...) starts a house of two clocks and two workers."""
    begun: list[House] = []
    name = f"clocks_{tmp_path.name}".lower()
    a_database(server, name)
    own = replace(
        config,
        database_url=server.url("rinnalla_app", name),
        owner_database_url=server.url("rinnalla_owner", name),
    )
    owner = create_app(own, as_owner=True)
    with owner.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    service = create_app(own)
    with service.app_context():
        organisation_id = build.an_organisation().id

        def start(*, careless: bool) -> House:
            begun.append(House(own, tmp_path, organisation_id, careless=careless))
            return begun[0]

        with acting_in(organisation_id):
            yield start
        for house in begun:
            house.end()
        db.session.remove()
        db.engine.dispose()


def test_every_period_is_done_once_though_the_leader_is_killed(begin):
    house, without_leader = begin(careless=False), []
    soon(lambda: house.leader() and house.done() > 1)
    for _ in range(KILLS):
        many = len(house.periods())
        without_leader.append(house.kill_the_leader())
        soon(lambda many=many: len(house.periods()) > many + 1)
    house.stop_clocks()
    soon(lambda: house.done() >= len(house.periods()))

    periods = house.periods()
    span = round((periods[-1] - periods[0]).total_seconds()) // PERIOD + 1
    # With every kill one moment at most may pass unseen, and those that nobody led through.
    overslept = sum(1 + int(seconds // PERIOD) for seconds in without_leader)
    assert max(without_leader) < TAKEOVER
    assert span - len(periods) <= overslept
    time.sleep(1)  # something done twice would come now
    assert house.done() == len(periods)


def test_careless_clocks_would_do_a_period_twice(begin):
    house, began = begin(careless=True), time.monotonic()

    soon(lambda: house.done() > (time.monotonic() - began) // PERIOD + 2)
