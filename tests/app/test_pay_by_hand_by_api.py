"""Payment by hand through the API: asked by one, given to payroll by another, then paid."""

import secrets

import pytest

from app.access import Role
from app.database import acting_in
from app.now import today
from app.storage import hand_payments, statements, users
from app.storage.hand_payments import HandState
from scheduling.lifecycle import StatementState
from tests import build
from tests.app.test_api_calls import code_of
from tests.app.test_pay_by_hand import WHY, abroad, finance
from tests.sign_in import caller

__all__ = ["abroad", "finance"]


def call(client, statement, step="", body=None, key=None):
    return client.post(
        f"/api/v1/statements/{statement.id}/by-hand{step}",
        json={} if body is None else body,
        headers={"Idempotency-Key": key or secrets.token_hex(8)},
    )


@pytest.fixture
def programs(app, finance):
    return [caller(app, Role.FINANCE, user=users.get(one.user_id)) for one in finance]


def test_one_asks_another_gives_and_payroll_pays(programs, abroad):
    one, other = programs

    asked = call(one, abroad, body={"reason": WHY}, key="sama")
    again = call(one, abroad, body={"reason": WHY}, key="sama")
    assert (asked.status_code, again.json) == (201, asked.json)
    assert code_of(call(one, abroad, "/give")) == (409, "four_eyes")
    early = {"paid_on": today().isoformat()}
    assert code_of(call(one, abroad, "/paid", early)) == (409, "not_given_to_payroll")
    assert call(other, abroad, "/give").json["state"] == HandState.GIVEN
    paid = call(one, abroad, "/paid", early).json

    assert (paid["state"], paid["paid_on"]) == (HandState.PAID, today().isoformat())
    assert statements.get(abroad.id).state == StatementState.PAID
    shown = one.get(f"/api/v1/statements/{abroad.id}/by-hand").json
    assert (shown["reason"], shown["state"]) == (WHY, HandState.PAID)


def test_it_is_withdrawn_with_a_reason(programs, abroad):
    one, _ = programs
    address = f"/api/v1/statements/{abroad.id}/by-hand"
    assert one.get(address).status_code == 404
    call(one, abroad, body={"reason": WHY})

    assert call(one, abroad, "/withdraw").status_code == 422
    assert call(one, abroad, "/withdraw", {"reason": "Tili tuli"}).status_code == 200
    assert hand_payments.find(abroad.id) is None
    assert one.get(address).json["state"] == HandState.WITHDRAWN


def test_a_reason_and_a_key_are_needed(programs, abroad):
    one, _ = programs
    address = f"/api/v1/statements/{abroad.id}/by-hand"

    assert call(one, abroad).status_code == 422
    assert one.post(address, json={"reason": WHY}).status_code == 422
    assert hand_payments.find(abroad.id) is None


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.AUDITOR, Role.ADMIN])
def test_another_role_is_refused(app, abroad, role):
    other = caller(app, role)

    assert call(other, abroad, body={"reason": WHY}).status_code == 403
    assert other.get(f"/api/v1/statements/{abroad.id}/by-hand").status_code == 403


def test_another_organisation_finds_nothing(app, programs, abroad):
    call(programs[0], abroad, body={"reason": WHY})
    with acting_in(build.an_organisation().id):
        other = caller(app, Role.FINANCE)

    steps = {"": {"reason": WHY}, "/give": {}, "/withdraw": {"reason": WHY}}
    steps["/paid"] = {"paid_on": today().isoformat()}
    for step, body in steps.items():
        assert call(other, abroad, step, body).status_code == 404, step
    assert hand_payments.find(abroad.id).state == HandState.ASKED
