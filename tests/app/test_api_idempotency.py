"""The same unsafe call twice by its key: one effect, one answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.database import db, transaction
from app.now import now, today
from app.storage.idempotency import IdempotencyKey
from app.storage.requests import ExpertRequest
from app.use_cases import answer_once
from tests.app.test_api_calls import REQUESTS, a_talk, code_of
from tests.sign_in import caller

KEY = {"Idempotency-Key": "taken-down-1"}


def how_many() -> int:
    db.session.rollback()
    return db.session.query(ExpertRequest).count()


def test_the_same_call_again_has_the_same_answer_to_the_byte(app):
    client, talk = caller(app), a_talk()

    answers = [client.post(REQUESTS, json=talk, headers=KEY) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.data for answer in answers}) == 1
    assert {answer.mimetype for answer in answers} == {"application/json"}
    assert how_many() == 1


def test_the_key_does_not_fit_another_call(app):
    client, talk = caller(app), a_talk()
    made = client.post(REQUESTS, json=talk, headers=KEY).json

    other_body = client.post(REQUESTS, json=talk | {"title": "Toinen"}, headers=KEY)
    other_address = client.post(f"{REQUESTS}/{made['id']}/review", headers=KEY)

    assert code_of(other_body) == (422, "idempotency_key_reused")
    assert code_of(other_address) == (422, "idempotency_key_reused")
    assert how_many() == 1


def test_a_key_is_the_callers_own(app):
    talk = a_talk()

    answers = [caller(app).post(REQUESTS, json=talk, headers=KEY) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert how_many() == 2


def test_a_refused_call_may_be_mended_under_the_same_key(app):
    client, talk = caller(app), a_talk()

    refused = client.post(REQUESTS, json=talk | {"seats": -1}, headers=KEY)
    missing = client.post(REQUESTS, json=talk | {"unit_id": 10**15}, headers=KEY)
    mended = client.post(REQUESTS, json=talk, headers=KEY)

    assert [each.status_code for each in (refused, missing, mended)] == [422, 404, 201]


def test_an_answer_is_forgotten_after_a_month(app):
    client, talk = caller(app), a_talk()
    client.post(REQUESTS, json=talk, headers=KEY)

    answer_once.forget_answers(today() + timedelta(days=29))
    assert db.session.query(IdempotencyKey).count() == 1
    answer_once.forget_answers(today() + timedelta(days=32))
    assert db.session.query(IdempotencyKey).count() == 0


@pytest.mark.parametrize("key", ["", "a b", "\u00e4", "x" * 201])
def test_a_key_that_cannot_be_kept_is_refused(app, key):
    answer = caller(app).post(REQUESTS, json=a_talk(), headers={"Idempotency-Key": key})

    assert code_of(answer) == (422, "invalid")
    assert answer.json["errors"][0]["field"] == "Idempotency-Key"


def test_eight_at_once_have_one_effect(app):
    client, talk, together = caller(app), a_talk(), Barrier(8)
    header = client.environ_base["HTTP_AUTHORIZATION"]
    db.session.rollback()

    def call(_number):
        together.wait()
        answer = app.test_client().post(
            REQUESTS, json=talk, headers=KEY | {"Authorization": header}
        )
        return answer.status_code, answer.data

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(call, range(8)))

    assert {status for status, _ in answers} <= {201, 409}
    assert len({body for status, body in answers if status == 201}) == 1
    assert how_many() == 1


def test_a_call_that_still_runs_is_waited_for_and_one_that_died_is_run_again(app):
    client, talk = caller(app), a_talk()
    client.post(REQUESTS, json=talk, headers=KEY)

    def never_ended(since):
        with transaction():
            row = db.session.query(IdempotencyKey).one()
            row.status, row.body, row.created_at = None, None, since

    never_ended(now())
    running = client.post(REQUESTS, json=talk, headers=KEY)
    never_ended(now() - timedelta(minutes=3))
    again = client.post(REQUESTS, json=talk, headers=KEY)

    assert code_of(running) == (409, "idempotency_key_running")
    assert again.status_code == 201
