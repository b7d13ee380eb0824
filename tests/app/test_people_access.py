"""Who may open and change what in the people area; foreign things are as if they were not."""

import pytest

from app.access import Role
from app.database import acting_in
from app.storage import experts, users
from app.use_cases import edit_units
from tests import build
from tests.app.test_people_pages import the_expert_herself
from tests.sign_in import signed_in

OF_THE_REGISTRY = ["/experts/", "/experts/new", "/hand-over/", "/themes/"]
OF_UNITS = ["/units/", "/units/new", "/cost-centres/"]
OF_USERS = ["/users/", "/organisation/"]
ALL = [*OF_THE_REGISTRY, *OF_UNITS, *OF_USERS, "/profile/"]
MAY = {
    Role.COORDINATOR: [*OF_THE_REGISTRY, *OF_UNITS],
    Role.ADMIN: [*OF_UNITS, *OF_USERS],
    Role.APPROVER: [],
    Role.FINANCE: [],
    Role.AUDITOR: [],
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_sees_its_own_pages_only(app, role):
    client = signed_in(app, role)

    seen = {path for path in ALL if client.get(path).status_code == 200}

    assert seen == set(MAY[role])


def test_an_expert_sees_her_own_profile_only(app):
    expert, herself = the_expert_herself(app)

    assert {path for path in ALL if herself.get(path).status_code == 200} == {"/profile/"}
    assert herself.get(f"/experts/{expert.id}").status_code == 403


def test_what_belongs_to_another_organisation_is_as_if_it_were_not(app):
    with acting_in(build.an_organisation().id):
        expert, unit, centre = build.an_expert().id, build.a_brief().unit_id, build.a_cost_centre()
        centre, theme = centre.id, edit_units.add_theme(by=build.an_actor(), name="Suru").id
    client = signed_in(app)

    for path in [
        *(f"/experts/{{}}{part}" for part in ("", "/contact", "/theme", "/notes", "/stop")),
        *("/units/{}", "/units/{}/edit", "/units/{}/card"),
    ]:
        theirs = expert if path.startswith("/experts") else unit
        foreign, none = client.get(path.format(theirs)), client.get(path.format(987654321))
        assert (foreign.status_code, none.status_code) == (404, 404), path
        assert foreign.text.replace(f"/{theirs}", "/987654321") == none.text
    assert client.get(f"/cost-centres/{centre}").status_code == 404
    assert client.get(f"/themes/{theme}").status_code == 404
    stop = {"reason": "death", "sure": "true"}
    assert client.post(f"/experts/{expert}/stop", data=stop).status_code == 404
    assert client.post(f"/units/{unit}/link").status_code == 404


def test_a_role_of_another_organisation_cannot_be_ended(app):
    with acting_in(build.an_organisation().id):
        membership = users.memberships_of(build.a_user(Role.FINANCE).id)[0].id
    client = signed_in(app, Role.ADMIN)

    assert client.post(f"/users/roles/{membership}/end").status_code == 404


def test_nobody_ends_a_role_of_her_own(app):
    client = signed_in(app, Role.ADMIN, email="oma@esimerkki.fi")
    mine = users.memberships_of(users.find_by_email("oma@esimerkki.fi").id)[0]

    assert client.post(f"/users/roles/{mine.id}/end").status_code == 409


def test_an_expert_is_not_handed_to_a_stranger(app):
    expert = build.an_expert()
    with acting_in(build.an_organisation().id):
        stranger = build.a_user().id
    client = signed_in(app)

    form = {"responsible_id": str(stranger), "version": str(expert.version)}
    answer = client.post(f"/experts/{expert.id}/people", data=form)

    assert answer.status_code == 404
    assert experts.get(expert.id).responsible_id != stranger
