"""The registry through the API: who sees what, and a whole registry from a file."""

import pytest

from app.access import Role
from tests import build
from tests.app.test_api_calls import code_of
from tests.sign_in import caller

EXPERTS = "/api/v1/experts"
AINO = {
    "first_name": "Aino",
    "last_name": "Äijälä",
    "email": "aino.aijala@esimerkki.fi",
    "channel": "email",
    "language": "fi",
    "languages": ["fi", "sv"],
    "consent_on": "2026-01-15",
}


def test_an_expert_is_added_found_and_changed(app):
    client = caller(app)

    made = client.post(EXPERTS, json=AINO)

    assert made.status_code == 201, made.text
    found = client.get(f"{EXPERTS}?name=äij&limit=1").json["rows"]
    assert [row["id"] for row in found] == [made.json["id"]]
    changed = client.patch(
        f"{EXPERTS}/{made.json['id']}",
        json={"languages": ["fi", "en"], "travels_km": 60, "version": made.json["version"]},
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json["languages"], changed.json["travels_km"]) == (["fi", "en"], 60)
    stale = client.patch(
        f"{EXPERTS}/{made.json['id']}", json={"travels_km": 5, "version": made.json["version"]}
    )
    assert code_of(stale) == (409, "stale")


def test_a_change_that_leaves_nobody_to_reach_is_refused(app):
    client = caller(app)
    made = client.post(EXPERTS, json=AINO).json

    for change, field in (
        ({"email": None}, "email"),
        ({"channel": "phone"}, "phone"),
        ({"is_minor": True}, "guardian_name"),
    ):
        answer = client.patch(f"{EXPERTS}/{made['id']}", json=change)
        assert code_of(answer) == (422, "invalid")
        assert [error["field"] for error in answer.json["errors"]] == [field]


def test_names_are_listed_as_finns_list_them_page_by_page(app):
    for name in ("Öst", "Aalto", "Ängström", "Åkerman", "Zukale"):
        build.an_expert(last_name=name)
    client = caller(app)

    names, query = [], "?limit=2"
    while query:
        page = client.get(EXPERTS + query).json
        names += [row["last_name"] for row in page["rows"]]
        query = f"?limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""

    assert names == ["Aalto", "Zukale", "Åkerman", "Ängström", "Öst"]


def test_an_expert_sees_only_herself_and_changes_only_her_own_sections(app):
    aino, oiva = build.an_expert(support_contact="Terhi Tuki"), build.an_expert()
    user = build.a_user(Role.EXPERT, person_id=aino.person_id)
    client = caller(app, Role.EXPERT, user=user)
    mine, other = f"{EXPERTS}/{aino.id}", f"{EXPERTS}/{oiva.id}"

    own = client.get(mine)

    assert own.status_code == 200
    assert not {"support_contact", "payroll_number", "responsible_id"} & own.json.keys()
    assert client.patch(mine, json={"travels_km": 30, "version": 1}).json["travels_km"] == 30
    assert code_of(client.patch(mine, json={"payroll_number": "1"})) == (403, "not_allowed")
    assert code_of(client.get(other)) == (404, "missing")
    assert code_of(client.patch(other, json={"travels_km": 1})) == (404, "missing")
    assert code_of(client.get(EXPERTS)) == (403, "not_allowed")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.APPROVER, Role.ADMIN])
def test_themes_are_not_for_other_roles(app, role):
    expert = build.an_expert()

    for address in (EXPERTS, f"{EXPERTS}/{expert.id}"):
        assert code_of(caller(app, role).get(address)) == (403, "not_allowed")


def test_a_registry_file_is_looked_at_and_then_read_in_once(app):
    client = caller(app)
    file = "Sukunimi;Etunimi;Sähköposti\nÄijälä;Aino;aino@esimerkki.fi\n".encode("cp1252")

    def send(query=""):
        return client.post(f"{EXPERTS}/import{query}", data=file, content_type="text/csv")

    looked, done, again = send("?dry_run=true"), send(), send()

    assert [answer.status_code for answer in (looked, done, again)] == [200] * 3, looked.text
    assert (looked.json["dry_run"], looked.json["added"]) == (True, 1)
    assert (done.json["added"], done.json["already"]) == (1, False)
    assert (again.json["added"], again.json["already"]) == (0, True)
    assert len(client.get(EXPERTS).json["rows"]) == 1


def test_every_bad_row_of_a_file_is_named(app):
    client = caller(app)
    file = "Sukunimi;Etunimi;Sähköposti\nÄijälä;Aino;ei osoite\n;;a@b.fi\n".encode()

    answer = client.post(f"{EXPERTS}/import", data=file, content_type="text/csv")

    assert code_of(answer) == (422, "invalid")
    assert {error["field"].partition(".")[0] for error in answer.json["errors"]} == {"2", "3"}
    assert client.get(EXPERTS).json["rows"] == []
