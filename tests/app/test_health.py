"""Those who watch over the service learn what works and what does not."""

import time

from app.storage import leadership

PATIENCE = 60  # seconds; the machine may be busy with other tests


def test_alive_needs_nothing(app):
    assert app.test_client().get("/healthz").json == {"alive": True}


def test_ready_only_when_every_part_works(app):
    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503  # no worker and no clock run in this test
    assert answer.json["database"] is True
    assert answer.json["clock"] is False


def test_numbers_for_a_monitor(app):
    answer = app.test_client().get("/metrics")

    assert answer.status_code == 200
    assert "rinnalla_jobs_waiting " in answer.text


def soon(holds) -> bool:
    """The server ends a connection in its own time."""
    deadline = time.monotonic() + PATIENCE
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def test_one_clock_leads_until_its_connection_ends(app):
    with leadership.candidate() as first, leadership.candidate() as second:
        assert leadership.take(first)
        assert not leadership.take(second)
        assert leadership.is_held()

        first.invalidate()

        assert soon(lambda: leadership.take(second))
        assert leadership.keep(second)
