"""What browsers are told with every answer, and how often signing in may be tried."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import create_app
from app.access import Role
from app.database import db
from app.now import at
from app.storage.rate_limits import InDatabase
from tests.sign_in import signed_in

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def test_every_answer_says_what_may_be_loaded(app):
    client = signed_in(app)

    for path in ["/experts/", "/login", "/no-such-page", "/static/rinnalla.css"]:
        with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe-inline" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN])
def test_what_is_somebodys_stays_in_no_cache(app, role):
    answer = signed_in(app, role).get("/memberships")

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_signing_in_is_tried_ten_times_and_then_waited_for(config, app):
    guarded = create_app(replace(config, testing=False))
    with guarded.app_context():
        InDatabase().reset()
        client = guarded.test_client()
        token = TOKEN.search(client.get("/login").text)[1]

        def status_of(address):
            tried = {"identity": address, "passcode": "ei tämä", "csrf_token": token}
            return client.post("/login", data=tried).status_code

        statuses = [status_of("koe@esimerkki.fi") for _ in range(11)]
        other = status_of("muu@esimerkki.fi")
        db.session.remove()
        db.engine.dispose()

    assert (set(statuses[:10]), statuses[10], other) == ({200}, 429, 200)


def test_tries_are_counted_together_and_forgotten_in_time(app):
    storage = InDatabase()
    storage.reset()
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)

    with at(moment):
        assert [storage.incr(key, 60) for key in ("a", "a", "b")] == [1, 2, 1]
        assert storage.get("a") == 2
    with at(moment + timedelta(seconds=61)):
        assert (storage.get("a"), storage.incr("a", 60)) == (0, 1)
