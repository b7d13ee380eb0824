"""A job is kept with its cause or not at all, and is done in its own organisation."""

from datetime import UTC, datetime

import procrastinate
import pytest
from sqlalchemy import text

from app import worker
from app.database import current_organisation, db, transaction
from app.gateways import queue
from app.storage import queue as jobs
from app.use_cases import ensure_jobs
from tests import build

PERIOD = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)  # already April in Finland


class Cause(Exception):
    pass


@pytest.fixture(autouse=True)
def _an_empty_queue(app):
    with transaction():
        db.session.execute(text("delete from procrastinate_jobs"))
        db.session.execute(text("delete from job_runs"))


@pytest.fixture
def done(monkeypatch):
    """What the worker did, as (organisation, arguments)."""
    done = []

    def note(**arguments):
        done.append((current_organisation(), arguments))

    monkeypatch.setitem(worker.TASKS, "note", note)
    monkeypatch.setitem(worker.JOBS, "note_day", lambda day: note(day=day))
    return done


def work_once(app):
    worker.build(app).run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def queued():
    rows = db.session.execute(text("select task_name, args from procrastinate_jobs order by id"))
    return [tuple(row) for row in rows]


def test_a_job_is_done_in_the_organisation_of_its_cause(app, done):
    with transaction():
        queue.later("note", entry_id=7)

    work_once(app)

    assert done == [(current_organisation(), {"entry_id": 7})]


def test_a_job_disappears_with_its_cause():
    def cause():
        with transaction():
            queue.later("note", entry_id=7)
            raise Cause

    pytest.raises(Cause, cause)

    assert queued() == []


def test_a_job_may_wait_for_its_moment(app, done):
    with transaction():
        queue.later("note", at=datetime(2100, 1, 1, tzinfo=UTC), entry_id=7)

    work_once(app)

    assert done == []
    assert len(queued()) == 1


def test_a_failing_job_is_tried_again_later(app, monkeypatch):
    def fail():
        raise Cause

    monkeypatch.setitem(worker.TASKS, "note", fail)
    with transaction():
        queue.later("note")

    work_once(app)

    row = db.session.execute(text("select status, attempts from procrastinate_jobs")).one()
    assert tuple(row) == ("todo", 1)


def test_a_planned_period_is_queued_once_for_every_organisation(app, done):
    other = build.an_organisation()
    both = {current_organisation(), other.id}

    first, second = ensure_jobs.ensure("note_day", PERIOD), ensure_jobs.ensure("note_day", PERIOD)
    work_once(app)

    assert (first, second) == (True, False)
    assert both <= {organisation for organisation, _ in done}
    assert len(done) == len({organisation for organisation, _ in done})
    assert {str(arguments["day"]) for _, arguments in done} == {"2026-04-01"}


def test_what_a_killed_worker_had_begun_is_given_back(app, done):
    with transaction():
        queue.later("note", entry_id=7)
    with transaction():
        began = "update procrastinate_jobs set status = 'doing', worker_id = null"
        db.session.execute(text(began))

    assert ensure_jobs.rescue_stalled() == 1
    work_once(app)

    assert done == [(current_organisation(), {"entry_id": 7})]


def test_a_job_that_kills_its_workers_is_given_up_at_last():
    with transaction():
        queue.later("note")
    with transaction():
        began = "update procrastinate_jobs set status = 'doing', worker_id = null, attempts = :most"
        db.session.execute(text(began), {"most": jobs.MOST_ATTEMPTS})

    ensure_jobs.rescue_stalled()

    assert jobs.state().failed == 1


def test_the_kept_schema_is_that_of_the_installed_queue():
    kept = "app/storage/migrations/versions/0009_queue.sql"
    with open(kept, encoding="utf-8") as file:
        assert file.read() == procrastinate.schema.SchemaManager.get_schema()
