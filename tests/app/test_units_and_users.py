"""Units, cost centres, users and settings: stored once, refused in words, ended when they end."""

from datetime import UTC, date, datetime

import pytest

from app.access import Role
from app.database import Stale, current_organisation
from app.gateways import public_links
from app.gateways.identity import stored_password
from app.now import at, today
from app.storage import (
    links,
    messages,
    organisations,
    units,
    users,
)
from app.storage.links import LinkKind
from app.storage.messages import MessageState
from app.use_cases import edit_users
from tests import build
from tests.sign_in import PASSWORD, caller, sign_in, signed_in


@pytest.fixture
def coordinator(app):
    return signed_in(app)


def test_a_units_link_is_made_renewed_and_shut(app, coordinator):
    unit_id = build.a_brief().unit_id

    def address():
        return public_links.find_url(LinkKind.UNIT, unit_id)

    coordinator.post(f"/units/{unit_id}/link")
    first = address()
    coordinator.post(f"/units/{unit_id}/link")
    assert address() == first
    coordinator.post(f"/units/{unit_id}/link/renew")
    assert address() not in (first, None)
    assert app.test_client().get(first.partition("://")[2].partition("/")[2]).status_code == 404
    coordinator.post(f"/units/{unit_id}/link/revoke")
    assert address() is None


def test_a_closed_unit_has_no_link(coordinator):
    unit_id = build.a_brief().unit_id
    coordinator.post(f"/units/{unit_id}/link")

    coordinator.post(f"/units/{unit_id}/close")

    assert links.find(LinkKind.UNIT, unit_id, current_organisation()) is None
    assert units.get(unit_id).closed_on == today()
    assert coordinator.post(f"/units/{unit_id}/link").status_code == 409


def test_an_approver_is_chosen_from_a_day_and_the_next_one_ends_it(coordinator):
    first, second = build.a_user(Role.APPROVER), build.a_user(Role.APPROVER)
    centre = build.a_cost_centre()
    choose = f"/cost-centres/{centre.id}/approvers"

    coordinator.post(choose, data={"user_id": str(first.id), "valid_from": "1.1.2026"})
    coordinator.post(choose, data={"user_id": str(first.id), "valid_from": "1.1.2026"})
    coordinator.post(choose, data={"user_id": str(second.id), "valid_from": "1.2.2026"})

    chosen = [one.user_id for one in units.approvers_of(centre.id)]
    in_force = [one.user_id for one in units.approvers_on(centre.id, today())]
    assert (chosen, in_force) == ([first.id, second.id], [second.id])


def test_somebody_without_the_role_is_no_approver(coordinator):
    centre, other = build.a_cost_centre(), build.a_user(Role.FINANCE)
    form = {"user_id": str(other.id), "valid_from": "1.1.2026"}

    assert coordinator.post(f"/cost-centres/{centre.id}/approvers", data=form).status_code == 404


def test_an_invited_user_gets_a_message_and_one_role(app):
    client = signed_in(app, Role.ADMIN)
    email = f"uusi-{current_organisation()}@esimerkki.fi"
    form = {"email": email, "name": "Uusi", "role": "finance", "language": "sv"}

    client.post("/users/", data=form)
    client.post("/users/", data=form)

    user = users.find_by_email(email)
    assert [one.role for one in users.memberships_of(user.id)] == [Role.FINANCE]
    assert user.us_totp_secrets is not None
    assert len(messages.in_state(MessageState.QUEUED)) == 1
    client.post(f"/users/roles/{users.memberships_of(user.id)[0].id}/end")
    assert users.memberships_of(user.id) == []


@pytest.mark.parametrize("role", ["expert", "requester", "boss"])
def test_an_expert_is_not_made_by_an_administrator(app, role):
    form = {"email": "x@esimerkki.fi", "name": "X", "role": role, "language": "fi"}

    assert signed_in(app, Role.ADMIN).post("/users/", data=form).status_code == 422


def test_an_expert_is_let_to_sign_in_as_herself(coordinator):
    expert = build.an_expert()

    coordinator.post(f"/experts/{expert.id}/sign-in")

    user = users.find_by_email(expert.email)
    assert user.person_id == expert.person_id
    assert [one.role for one in users.memberships_of(user.id)] == [Role.EXPERT]


def test_an_address_of_somebody_else_signs_nobody_in(coordinator):
    other = build.a_user(Role.FINANCE)
    expert = build.an_expert(email=other.email)

    assert coordinator.post(f"/experts/{expert.id}/sign-in").status_code == 409


def test_settings_of_the_organisation_are_kept(app):
    client = signed_in(app, Role.ADMIN)
    name = organisations.get(current_organisation()).name
    form = {"name": name, "expert_word": "kokemustoimija", "notice_version": "2026-2"}

    client.post("/organisation/", data=form | {"name_sv": "Välfärdsområdet"})

    kept = organisations.get(current_organisation())
    assert (kept.expert_word, kept.notice_version) == ("kokemustoimija", "2026-2")
    assert client.post("/organisation/", data=form | {"notice_version": ""}).status_code == 422


def test_everybody_chooses_the_language_of_pages_and_messages(app):
    client = signed_in(app, Role.FINANCE, email="kieli@esimerkki.fi", language="fi")

    client.post("/users/language", data={"language": "sv"})

    assert users.find_by_email("kieli@esimerkki.fi").language == "sv"
    assert '<html lang="sv">' in client.get("/memberships").text


@pytest.mark.parametrize("last_day", ["", "23.11.2026", "31.11.2026"])
def test_an_auditor_is_given_a_last_day_to_come(app, last_day):
    form = {"name": "X", "role": "auditor", "language": "fi", "last_day": last_day}
    email = f"tarkastaja-{current_organisation()}@esimerkki.fi"

    answer = signed_in(app, Role.ADMIN).post("/users/", data=form | {"email": email})

    assert (answer.status_code, users.find_by_email(email)) == (422, None)
    assert 'id="last_day-error"' in answer.text


def test_the_last_day_is_shown_and_moved_by_inviting_again(app):
    client = signed_in(app, Role.ADMIN)
    form = {"name": "Aulis", "role": "auditor", "language": "fi", "last_day": "24.11.2026"}
    form["email"] = f"tarkastaja-{current_organisation()}@esimerkki.fi"

    client.post("/users/", data=form)
    first = client.get("/users/?lang=fi").text
    client.post("/users/", data=form | {"last_day": "31.12.2026"})
    later = client.get("/users/?lang=fi").text

    assert "24.11.2026 asti" in first
    assert "31.12.2026 asti" in later
    assert later.count(form["email"]) == 1
    assert len(messages.in_state(MessageState.QUEUED)) == 1


def test_nobody_gives_a_last_day_to_her_own_role(app):
    me = build.a_user(Role.ADMIN, password=stored_password(PASSWORD))
    form = {"email": me.email, "name": me.name, "role": "admin", "language": "fi"}

    answer = sign_in(app, me).post("/users/", data=form | {"last_day": "31.12.2026"})

    assert answer.status_code == 409
    assert users.memberships_of(me.id)[0].last_day is None


def test_nobody_moves_the_last_day_of_her_own_role(app):
    first, me = (
        signed_in(app, Role.ADMIN),
        build.a_user(Role.ADMIN, password=stored_password(PASSWORD)),
    )
    form = {"email": me.email, "name": me.name, "role": "admin", "language": "fi"}
    first.post("/users/", data=form | {"last_day": "30.11.2026"})

    for moved in ("31.12.2030", ""):
        answer = sign_in(app, me).post("/users/", data=form | {"last_day": moved})
        assert answer.status_code == 409

    assert users.memberships_of(me.id)[0].last_day == date(2026, 11, 30)


def test_a_role_that_is_given_again_does_not_bring_its_old_tokens_back(app):
    admin, user = signed_in(app, Role.ADMIN), build.a_user(Role.FINANCE)
    program = caller(app, Role.FINANCE, user=user)
    form = {"email": user.email, "name": user.name, "role": "finance", "language": "fi"}
    admin.post("/users/", data=form | {"last_day": "30.11.2026"})
    assert program.get("/api/v1/rates").status_code == 200

    with at(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        assert program.get("/api/v1/rates").status_code == 401
        admin.post("/users/", data=form)
        assert program.get("/api/v1/rates").status_code == 401

    assert users.memberships_of(user.id)[0].last_day is None


def test_of_two_who_end_each_others_role_one_stays(app):
    one, other = build.an_actor(Role.ADMIN), build.an_actor(Role.ADMIN)
    first, second = (users.memberships_of(each.user_id)[0].id for each in (one, other))

    edit_users.end_role(second, by=one)
    with pytest.raises(Stale):  # who was signed in when it began
        edit_users.end_role(first, by=other)

    assert [each.id for each in users.memberships_of(one.user_id)] == [first]
