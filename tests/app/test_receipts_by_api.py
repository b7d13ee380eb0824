"""Receipts through the API: sent, opened by an act that is noted, taken down while a draft."""

import secrets

import pytest

from app.access import Role
from app.database import acting_in
from app.storage import changes, openings, receipts
from app.storage.changes import Subject
from app.storage.openings import Opened
from tests import build
from tests.app.hour_story import TICKET, a_house
from tests.app.test_api_calls import code_of
from tests.app.test_receipts import a_pdf, a_picture
from tests.sign_in import caller

WRONG_ROLES = (Role.APPROVER, Role.FINANCE, Role.ADMIN)


class Cost:
    """A draft of a ticket, and programs that act for those around it."""

    def __init__(self, app):
        build.a_fee_table()
        self.app, self.house = app, a_house()
        [self.entry] = self.house.reported(TICKET, send=False)
        user = build.a_user(Role.EXPERT, person_id=self.house.expert.person_id)
        self.person = caller(app, Role.EXPERT, user=user)
        self.coordinator = caller(app)
        self.address = f"/api/v1/expense-entries/{self.entry.id}/receipt"

    def send(self, client, file=None, *, kind="image/png", key=None, version=None):
        return client.post(
            f"{self.address}?version={version or self.entry.version}",
            data=a_picture() if file is None else file,
            content_type=kind,
            headers={"Idempotency-Key": key or secrets.token_hex(8)},
        )

    def remove(self, client, version=None):
        return client.post(
            f"{self.address}/remove",
            json={"version": version or self.entry.version},
            headers={"Idempotency-Key": secrets.token_hex(8)},
        )

    def opened(self):
        return [row.what for row in openings.of_expert(self.house.expert.id)]

    def steps(self):
        return [step.became for step in changes.of(Subject.EXPENSE_ENTRY, self.entry.id)]


@pytest.fixture
def cost(app):
    return Cost(app)


def test_she_sends_a_picture_and_sees_what_was_kept(cost):
    answer = cost.send(cost.person)

    assert answer.status_code == 201
    told = cost.person.get(cost.address).json
    assert (told["media_type"], told["pages"], told["can_be_opened"]) == ("image/jpeg", 1, True)
    opened = cost.person.post(f"{cost.address}/open")
    assert (opened.mimetype, opened.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert cost.opened() == []
    assert cost.steps()[-1] == "receipt_added"


def test_whoever_else_opens_it_is_noted_each_time_and_looking_at_the_facts_is_not(cost):
    cost.send(cost.coordinator, a_pdf(), kind="application/pdf")

    assert cost.coordinator.get(cost.address).json["media_type"] == "application/pdf"
    assert cost.opened() == []
    assert cost.coordinator.post(f"{cost.address}/open").data.startswith(b"%PDF-")
    assert cost.opened() == [Opened.RECEIPT]


def test_the_same_call_twice_keeps_one_and_a_newer_one_stands_in_its_place(cost):
    twice = [cost.send(cost.person, key="sama-kuitti") for _ in range(2)]
    first = receipts.find(cost.entry.id).id

    assert [answer.status_code for answer in twice] == [201, 201]
    assert cost.steps().count("receipt_added") == 1
    cost.send(cost.person, a_pdf(), kind="application/pdf")
    assert receipts.find(cost.entry.id).id != first


def test_it_is_taken_down_once(cost):
    cost.send(cost.person)

    assert [cost.remove(cost.person).status_code for _ in range(2)] == [200, 200]
    assert cost.person.get(cost.address).status_code == 404
    assert cost.steps().count("receipt_taken_down") == 1


def test_what_was_sent_on_keeps_its_receipt(cost):
    cost.send(cost.person)
    report = {"version": cost.entry.version}
    headers = {"Idempotency-Key": "eteenpäin".encode().hex()}
    sent = cost.person.post(
        f"/api/v1/expense-entries/{cost.entry.id}/report", json=report, headers=headers
    )
    version = sent.json["version"]

    assert sent.status_code == 200
    assert code_of(cost.remove(cost.person, version)) == (409, "wrong_step")
    assert code_of(cost.send(cost.person, version=version)) == (409, "wrong_step")


def test_somebody_elses_change_in_between_is_refused(cost):
    assert code_of(cost.send(cost.person, version=99)) == (409, "stale")


def test_what_is_no_receipt_is_refused_and_a_key_is_needed(cost):
    assert code_of(cost.send(cost.person, b"not a picture")) == (409, "receipt_unreadable")
    without = cost.person.post(f"{cost.address}?version=1", data=a_picture())
    assert (without.status_code, receipts.find(cost.entry.id)) == (422, None)


@pytest.mark.parametrize("role", WRONG_ROLES)
def test_another_role_neither_sends_nor_takes_down(cost, role):
    other = caller(cost.app, role)

    assert {cost.send(other).status_code, cost.remove(other).status_code} == {403}


def test_another_expert_an_approver_of_another_centre_and_another_organisation_find_nothing(cost):
    cost.send(cost.person)
    stranger = build.a_user(Role.EXPERT, person_id=build.an_expert().person_id)
    others = [caller(cost.app, Role.EXPERT, user=stranger), caller(cost.app, Role.APPROVER)]
    with acting_in(build.an_organisation().id):
        others.append(caller(cost.app))

    for other in others:
        assert other.get(cost.address).status_code == 404
        assert other.post(f"{cost.address}/open").status_code == 404
    assert cost.send(others[0]).status_code == cost.remove(others[0]).status_code == 404
    assert cost.send(others[2]).status_code == cost.remove(others[2]).status_code == 404
    assert cost.opened() == []
    assert receipts.find(cost.entry.id) is not None
