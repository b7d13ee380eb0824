"""Statements put right by programs: one asks, another person's does it."""

from app.access import Role
from app.storage import statements
from app.storage.corrections import CorrectionState
from app.storage.statements import StatementKind
from scheduling.lifecycle import StatementState
from tests.app import story_of_corrections as story
from tests.sign_in import caller


def test_who_decides_by_api_with_other_lines_decides_nothing(app, finance, entry):
    [statement] = story.paid(finance[0])
    one, other = caller(app, Role.FINANCE), caller(app, Role.FINANCE)
    place = f"/api/v1/statements/{statement.id}/correct"

    def call(who, minutes):
        line = {"position": 1, "minutes": minutes, "price_cents": 4000}
        body = {"reason": "Tunteja oli enemmän.", "lines": [line]}
        return who.post(place, json=body, headers={"Idempotency-Key": f"k{minutes}"})

    assert call(one, 600).status_code == 200
    answer = call(other, 180)

    assert (answer.status_code, answer.json["code"]) == (409, "another_correction_waits")
    assert statements.get(statement.id).state == StatementState.PAID
    assert call(other, 600).status_code == 200
    assert statements.get(statement.id).state == StatementState.CORRECTED


def test_a_program_asks_and_another_persons_program_does(app, finance, entry):
    [statement] = story.issued(finance[0])
    address = f"/api/v1/statements/{statement.id}/credit"
    asks, decides = caller(app, Role.COORDINATOR), caller(app, Role.FINANCE)

    wish = asks.post(address, json={"reason": "Väärä tunti."}, headers={"Idempotency-Key": "1"})
    again = asks.post(address, json={"reason": "Väärä tunti."}, headers={"Idempotency-Key": "2"})
    done = decides.post(address, headers={"Idempotency-Key": "3"})

    assert (wish.status_code, wish.json["state"]) == (200, "waiting")
    assert again.json["id"] == wish.json["id"]
    assert (done.json["state"], done.json["id"]) == ("done", wish.json["id"])
    assert statements.get(done.json["document_id"]).kind == StatementKind.CREDIT


def test_a_program_corrects_what_was_paid(app, finance, entry):
    [statement] = story.paid(finance[0])
    address = f"/api/v1/statements/{statement.id}/correct"
    asks, decides = caller(app, Role.FINANCE), caller(app, Role.FINANCE)
    lines = [{"position": 1, "minutes": 180, "price_cents": 4000}]

    wish = asks.post(
        address, json={"reason": "Puuttui.", "lines": lines}, headers={"Idempotency-Key": "1"}
    )
    done = decides.post(address, json={"pay_on": "2026-12-04"}, headers={"Idempotency-Key": "2"})

    assert wish.json["state"] == CorrectionState.WAITING
    document = decides.get(f"/api/v1/statements/{done.json['document_id']}").json
    assert (document["kind"], document["total_cents"]) == ("correction", 4000)
    assert (document["refers_to_id"], document["pay_on"]) == (statement.id, "2026-12-04")


def test_a_program_issues_one_persons_statement(app, finance, expert, entry):
    client = caller(app, Role.FINANCE)

    answer = client.post(
        "/api/v1/statements", json={"expert_id": expert.id}, headers={"Idempotency-Key": "1"}
    )

    assert (answer.status_code, answer.json["total_cents"]) == (201, 8000)
    assert answer.json["state"] == StatementState.ISSUED


def test_what_is_not_paid_is_not_corrected_and_the_other_way_round(app, finance, entry):
    [statement] = story.issued(finance[0])
    client = caller(app, Role.FINANCE)

    answer = client.post(
        f"/api/v1/statements/{statement.id}/correct",
        json={"reason": "x", "lines": [{"position": 1, "minutes": 1, "price_cents": 1}]},
        headers={"Idempotency-Key": "1"},
    )

    assert (answer.status_code, answer.json["code"]) == (409, "wrong_step")
