"""Travel decisions through the API: written by one, confirmed by another, listed, withdrawn."""

import secrets

import pytest

from app.access import Role
from app.database import acting_in
from app.storage import travel_terms
from tests import build
from tests.app.test_api_calls import code_of
from tests.sign_in import caller

DECISIONS = "/api/v1/travel-decisions"
DECIDED = {
    "valid_from": "2027-01-01",
    "decision_number": "§ 14/2026",
    "kilometre_cents": 45,
    "pays_meals": True,
}


def post(client, address="", body=None, key=None):
    headers = {"Idempotency-Key": key or secrets.token_hex(8)}
    return client.post(DECISIONS + address, json=body or {}, headers=headers)


@pytest.fixture
def two(app):
    return caller(app, Role.FINANCE), caller(app, Role.FINANCE)


def test_one_writes_it_and_it_is_in_force_when_another_confirms_it(two):
    one, other = two

    written = post(one, body=DECIDED, key="sama")
    assert post(one, body=DECIDED, key="sama").json == written.json
    assert (written.status_code, written.json["state"]) == (201, "waiting")
    assert travel_terms.decided() == []
    address = f"/{written.json['id']}/confirm"
    assert code_of(post(one, address)) == (409, "four_eyes")
    assert post(other, address).json["state"] == "confirmed"

    [terms] = travel_terms.decided()
    assert (terms.kilometre_cents, terms.pays_meals, terms.full_cents) == (45, True, None)


def test_what_waits_is_withdrawn_and_all_are_listed(app, two):
    one, _ = two
    written = post(one, body=DECIDED).json

    assert post(one, f"/{written['id']}/withdraw").json["state"] == "withdrawn"
    rows = caller(app, Role.COORDINATOR).get(DECISIONS).json["rows"]
    assert [(row["decision_number"], row["state"]) for row in rows] == [("§ 14/2026", "withdrawn")]


@pytest.mark.parametrize(
    "wrong", [{"valid_from": "31.2.2027"}, {"decision_number": ""}, {"kilometre_cents": -1}]
)
def test_a_wrong_decision_is_refused_with_its_field(two, wrong):
    answer = post(two[0], body=DECIDED | wrong)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == list(wrong)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.EXPERT, Role.ADMIN])
def test_another_role_decides_nothing(app, two, role):
    decision = post(two[0], body=DECIDED).json["id"]
    user = build.a_user(role, person_id=build.an_expert().person_id)
    other = caller(app, role, user=user)

    for address in ("", f"/{decision}/confirm", f"/{decision}/withdraw"):
        assert post(other, address, DECIDED if not address else None).status_code == 403


def test_another_organisation_sees_and_confirms_nothing(app, two):
    decision = post(two[0], body=DECIDED).json["id"]
    with acting_in(build.an_organisation().id):
        other = caller(app, Role.FINANCE)

    assert other.get(DECISIONS).json["rows"] == []
    for step in ("confirm", "withdraw"):
        assert post(other, f"/{decision}/{step}").status_code == 404
