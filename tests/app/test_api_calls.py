"""What every call of the API shares: who calls, how it is read, how it is refused."""

import gzip
import json
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from app import create_app
from app.access import Role
from app.database import acting_in, transaction
from app.now import now
from app.storage import requests, tables
from app.storage.units import Unit
from app.storage.users import AccessToken, Membership
from tests import build
from tests.sign_in import a_token, caller, signed_in

REQUESTS = "/api/v1/requests"


def a_talk(**changes):
    """What a coordinator takes down by phone."""
    with transaction():
        unit = tables.add(Unit(name=f"Nuorisoasema {secrets.token_hex(4)}"))
    usual = {
        "unit_id": unit.id,
        "kind": "talk",
        "title": "Puheenvuoro nuorille",
        "is_remote": True,
        "contact_name": "Oona Ohjaaja",
        "contact_phone": "040 123 4567",
        "occasions": [{"day": "2026-12-15", "starts": "9", "ends": "11"}],
    }
    return usual | changes


def code_of(answer):
    assert answer.mimetype == "application/problem+json", answer.text
    assert set(answer.json) == {"type", "title", "status", "code", "detail", "errors"}
    assert answer.json["status"] == answer.status_code
    return answer.status_code, answer.json["code"]


def test_a_call_without_a_token_is_asked_to_sign_in(app):
    assert code_of(app.test_client().get(REQUESTS)) == (401, "not_signed_in")


@pytest.mark.parametrize("header", ["Bearer ", "Bearer wrong", "Bearer \u00e4", "Basic abc", "x"])
def test_a_wrong_token_is_no_token(app, header):
    answer = app.test_client().get(REQUESTS, headers={"Authorization": header})

    assert code_of(answer) == (401, "not_signed_in")


def test_a_token_ends_at_its_time_and_when_revoked_and_with_the_role(app):
    user = build.a_user()
    old = caller(app, expires_at=now() - timedelta(seconds=1))
    revoked = caller(app, revoked_at=now())
    roleless = caller(app, user=user)
    with transaction():
        membership = tables.db.session.query(Membership).filter_by(user_id=user.id).one()
        membership.ended_at = now()

    for client in (old, revoked, roleless):
        assert code_of(client.get(REQUESTS)) == (401, "not_signed_in")


@pytest.mark.parametrize("role", [Role.EXPERT, Role.FINANCE, Role.APPROVER, Role.ADMIN])
def test_another_role_is_refused(app, role):
    assert code_of(caller(app, role).get(REQUESTS)) == (403, "not_allowed")


def test_another_organisations_request_is_as_if_it_did_not_exist(app):
    with acting_in(build.an_organisation().id):
        theirs = build.a_brief()
        their_id = theirs.id
    client = caller(app)

    answers = [client.get(f"{REQUESTS}/{each}") for each in (their_id, 10**17)]

    assert [code_of(answer) for answer in answers] == [(404, "missing")] * 2
    assert answers[0].data == answers[1].data
    assert client.get(REQUESTS).json["rows"] == []


@pytest.mark.parametrize(
    "each", ["0", "-1", "9223372036854775808", "9" * 5000, "1.0", "\u0663", "x"]
)
def test_what_cannot_be_an_id_is_no_address(app, each):
    assert code_of(caller(app).get(f"{REQUESTS}/{each}"))[0] == 404


def test_the_reader_is_answered_in_the_own_language(app):
    client = caller(app)

    titles = {
        language: client.get("/api/v1/nothing", headers={"Accept-Language": language}).json["title"]
        for language in ("fi", "sv", "en")
    }

    assert len(set(titles.values())) == 3
    assert titles["en"] == "There is no such page or matter."


def test_a_wrong_method_tells_the_right_ones(app):
    answer = caller(app).delete(REQUESTS)

    assert code_of(answer) == (405, "http_405")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("method", ["TRACE", "PUT", "FOO"])
def test_other_methods_change_nothing(app, method):
    assert caller(app).open(REQUESTS, method=method).status_code == 405


def test_a_method_override_is_not_heard(app):
    answer = caller(app).get(REQUESTS, headers={"X-HTTP-Method-Override": "DELETE"})

    assert answer.status_code == 200


def test_only_json_is_given(app):
    answer = caller(app).get(REQUESTS, headers={"Accept": "text/html"})

    assert code_of(answer) == (406, "http_406")


def test_answers_are_kept_nowhere(app):
    assert caller(app).get(REQUESTS).headers["Cache-Control"] == "no-store"


BAD_BODIES = {
    "not json": (b"{", 400),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "a number": (b"1", 422),
    "NaN": (b'{"seats": NaN}', 400),
    "infinity": (b'{"seats": 1e400}', 400),
    "duplicate keys": (b'{"title": "a", "title": "b"}', 400),
    "deep": (b'{"title": ' + b"[" * 2000 + b"]" * 2000 + b"}", 400),
    "very deep": (b"[" * 200_000, 400),
    "long number": (b'{"seats": ' + b"9" * 5000 + b"}", 400),
    "large number": (b'{"unit_id": 99999999999999999999}', 422),
    "NUL": (b'{"title": "a\\u0000b"}', 422),
    "lone surrogate": (b'{"title": "a\\ud800b"}', 422),
    "utf-16": ('{"title": "a"}'.encode("utf-16"), 400),
    "bad utf-8": (b'{"title": "\xff"}', 400),
    "gzip": (gzip.compress(b"{}"), 400),
    "unknown field": (b'{"organisation_id": 1, "state": "closed", "role": "admin"}', 422),
    "boolean for number": (b'{"unit_id": true}', 422),
    "text for number": (b'{"unit_id": "1"}', 422),
    "nothing": (b"", 422),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_bad_body_is_refused_with_a_reason(app, name):
    body, status = BAD_BODIES[name]

    answer = caller(app).post(REQUESTS, data=body, content_type="application/json")

    assert code_of(answer)[0] == status
    assert answer.json["title"]
    assert answer.json["detail"]
    assert answer.json["errors"] or status == 400


def test_a_byte_order_mark_is_no_harm(app):
    body = b"\xef\xbb\xbf" + json.dumps(a_talk()).encode()

    answer = caller(app).post(REQUESTS, data=body, content_type="application/json")

    assert answer.status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_called_json_is_refused(app, kind):
    answer = caller(app).post(REQUESTS, data=b'{"title": "a"}', content_type=kind)

    assert code_of(answer)[0] == 415


def test_too_large_a_body_is_refused(app):
    answer = caller(app).post(REQUESTS, data=b" " * 11_000_000, content_type="application/json")

    assert code_of(answer) == (413, "http_413")


def test_a_secret_is_not_echoed(app):
    secret = "010190-900Y"

    answer = caller(app).post(REQUESTS, json=a_talk(title=secret, **{secret: 1}))

    assert code_of(answer)[0] == 422
    assert secret not in answer.text


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=YWZ0ZXI6", "state=%00", "z=1"]
)
def test_a_bad_query_is_refused(app, query):
    assert code_of(caller(app).get(f"{REQUESTS}?{query}")) == (422, "invalid")


def test_a_list_is_read_page_by_page(app):
    briefs = [build.a_brief().id for _ in range(5)]
    client = caller(app)

    seen, query = [], "?limit=2"
    while query:
        page = client.get(REQUESTS + query).json
        seen.append([row["id"] for row in page["rows"]])
        query = f"?limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""

    assert seen == [briefs[:2], briefs[2:4], briefs[4:]]


def test_a_stale_change_is_refused(app):
    client = caller(app)
    made = client.post(REQUESTS, json=a_talk()).json
    address = f"{REQUESTS}/{made['id']}"

    first = client.patch(address, json={"place": "Sali 1", "version": made["version"]})
    second = client.patch(address, json={"place": "Sali 2", "version": made["version"]})

    assert (first.status_code, first.json["place"]) == (200, "Sali 1")
    assert code_of(second) == (409, "stale")


def test_a_remote_talk_gets_a_place(app):
    client = caller(app)
    made = client.post(REQUESTS, json=a_talk()).json

    moved = client.patch(
        f"{REQUESTS}/{made['id']}", json={"municipality_code": "564", "version": made["version"]}
    )

    assert moved.status_code == 200, moved.text
    assert (moved.json["is_remote"], moved.json["municipality_code"]) == (False, "564")


@pytest.fixture(scope="module")
def real(config):
    """The service as it is in use: tokens for forms are asked, an error is an answer."""
    app = create_app(replace(config, testing=False))
    with app.app_context():
        yield app
        tables.db.engine.dispose()


def test_a_session_needs_the_token_of_forms_but_a_bearer_does_not(app, real):
    token = a_token()
    bearer = {"Authorization": f"Bearer {token}"}

    by_token = real.test_client().post(REQUESTS, json=a_talk(), headers=bearer)

    assert by_token.status_code == 201
    client = signed_in(app)
    assert client.get(REQUESTS).status_code == 200
    cookie = client.get_cookie("session").value
    by_session = real.test_client()
    by_session.set_cookie("session", cookie)
    assert by_session.get(REQUESTS).status_code == 200
    assert code_of(by_session.post(REQUESTS, json=a_talk())) == (400, "http_400")


def test_what_fails_in_the_service_is_answered_as_a_problem(app, real, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(requests, "get", broken)

    answer = real.test_client().get(
        f"{REQUESTS}/1", headers={"Authorization": f"Bearer {a_token()}"}
    )

    assert code_of(answer) == (500, "http_500")
    assert "secret inside" not in answer.text


def test_only_the_hash_of_a_token_is_kept(app):
    token = a_token()

    assert token not in {row.token_hash for row in tables.db.session.query(AccessToken)}
