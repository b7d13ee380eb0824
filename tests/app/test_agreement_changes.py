"""A new text of the agreement is told to those who have signed an earlier one."""

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import db, transaction
from app.storage import messages, tables
from app.storage.experts import Agreement
from app.use_cases import edit_users, tell_of_agreement
from tests import build
from tests.app.test_queue import work_once
from tests.sign_in import signed_in

NEW = {"agreement_version": "2", "agreement_text": "Sovimme näin.", "agreement_signed_anew": True}


@pytest.fixture
def admin(app):
    with transaction():
        db.session.execute(text("delete from procrastinate_jobs"))
    return build.an_actor(Role.ADMIN)


def told(expert):
    return messages.find("agreement_changed:2", f"expert:{expert.id}")


def signs(expert):
    with transaction():
        tables.add(Agreement(expert_id=expert.id, text_version="2", signed_on="2026-10-01"))


def test_whoever_signed_an_earlier_text_is_told_by_her_own_channel(app, admin):
    by_mail, by_letter = build.a_candidate(), build.a_candidate(channel="letter")
    signed, without, stopped = build.a_candidate(), build.an_expert(), build.a_candidate()
    signs(signed)
    build.stop(stopped)

    edit_users.change_organisation(by=admin, **NEW)
    work_once(app)

    assert (told(by_mail).channel, told(by_letter).channel) == ("email", "letter")
    assert "/profile/agreement" in told(by_mail).body
    assert not any(map(told, (signed, without, stopped)))


def test_each_is_told_once_of_one_version(admin):
    person = build.a_candidate()
    edit_users.change_organisation(by=admin, **NEW)
    tell_of_agreement.tell_of_agreement()
    first = told(person).id

    edit_users.change_organisation(by=admin, phone="040 123 4567")
    tell_of_agreement.tell_of_agreement()

    assert told(person).id == first


def test_where_one_signature_is_enough_nobody_is_told(admin):
    person = build.a_candidate()

    edit_users.change_organisation(by=admin, **NEW | {"agreement_signed_anew": False})
    tell_of_agreement.tell_of_agreement()

    assert told(person) is None


def test_the_coordinator_sees_who_has_not_signed_yet(app, admin):
    waits, signed = build.a_candidate(), build.a_candidate()
    coordinator = signed_in(app, Role.COORDINATOR)
    assert "/experts/unsigned" not in coordinator.get("/requests/home").text

    edit_users.change_organisation(by=admin, **NEW)
    signs(signed)

    assert "/experts/unsigned" in coordinator.get("/requests/home").text
    page = coordinator.get("/experts/unsigned").text
    assert waits.name in page
    assert signed.name not in page
