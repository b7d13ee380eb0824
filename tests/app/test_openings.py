"""Whoever opens what is sensitive of a person is noted, and the person reads who it was."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.access import Role
from app.database import acting_in, db, transaction
from app.storage import boundaries, experts, openings, own_data, tables
from app.storage.boundaries import Boundary
from app.storage.experts import Theme
from app.storage.openings import Opened
from tests import build
from tests.app.test_people_pages import the_expert_herself
from tests.sign_in import caller, signed_in

NEED = "Kahvitauko puolen tunnin välein"
OF_COORDINATOR = {
    "needs/open": Opened.NEEDS,
    "about/open": Opened.ABOUT,
    "notes/open": Opened.NOTES,
    "theme/open": Opened.THEMES,
    "boundary/open": Opened.LIMITS,
    "own_unit/open": Opened.LIMITS,
    "data": Opened.EVERYTHING,
    "data.json": Opened.EVERYTHING,
}


def opened(expert):
    return [one.what for one in openings.of_expert(expert.id)]


@pytest.mark.parametrize(("path", "what"), OF_COORDINATOR.items())
def test_staff_open_by_an_act_that_is_noted(app, path, what):
    expert = build.an_expert(support_needs=NEED)
    coordinator = signed_in(app)

    assert coordinator.post(f"/experts/{expert.id}/{path}").status_code == 200

    [row] = openings.of_expert(expert.id)
    assert (row.what, row.role) == (what, Role.COORDINATOR)
    assert row.actor_name
    assert row.user_id


def test_nothing_sensitive_is_seen_before_it_is_opened(app):
    expert = build.an_expert(support_needs=NEED, support_ticks=["breaks"], own_group="Kuurot")
    coordinator = signed_in(app)

    for path in ("", "/needs", "/about", "/notes", "/data"):
        page = coordinator.get(f"/experts/{expert.id}{path}").text
        assert NEED not in page, path
        assert "Kuurot" not in page, path
    assert opened(expert) == []
    assert NEED in coordinator.post(f"/experts/{expert.id}/needs/open").text


def test_other_programs_of_staff_are_not_told_what_is_opened_on_pages(app):
    expert = build.an_expert(support_needs=NEED)

    told = caller(app, Role.COORDINATOR).get(f"/api/v1/experts/{expert.id}")

    assert told.status_code == 200
    assert NEED not in told.text


def test_what_was_opened_is_saved_as_before(app):
    expert = build.an_expert(support_needs=NEED)
    coordinator = signed_in(app)
    page = coordinator.post(f"/experts/{expert.id}/needs/open").text

    assert f'action="/experts/{expert.id}/needs"' in page
    assert '/notes"' in coordinator.post(f"/experts/{expert.id}/notes/open").text


def test_a_theme_stands_by_its_name_until_somebody_opens_whose_experience_it_is(app):
    expert, coordinator = build.an_expert(), signed_in(app)
    coordinator.post("/themes/", data={"name": "Suru"})
    theme = {"theme_id": experts.all_themes()[0].id, "perspective": "own", "own_words": "Äitini"}
    page = f"/experts/{expert.id}"

    assert coordinator.post(f"{page}/theme", data=theme).location.endswith(page)
    twice = coordinator.post(f"{page}/theme", data=theme)

    assert "Suru" in coordinator.get(page).text
    for unopened in (coordinator.get(page), coordinator.get(f"{page}/theme"), twice):
        assert "Äitini<" not in unopened.text.split("<form")[0]
    assert "Äitini" not in caller(app, Role.COORDINATOR).get(f"/api/v1{page}").text
    assert opened(expert) == []
    shown = coordinator.post(f"{page}/theme/open").text
    assert "Äitini" in shown
    assert f'action="{page}/theme"' in shown
    assert opened(expert) == [Opened.THEMES]


def test_the_account_page_is_noted_of_finance(app):
    expert = build.an_expert()

    assert signed_in(app, Role.FINANCE).post(f"/payouts/{expert.id}/open").status_code == 200

    assert opened(expert) == [Opened.PAYOUT]


def test_she_reads_who_has_looked_and_leaves_no_row_herself(app):
    expert, herself = the_expert_herself(app)
    signed_in(app).post(f"/experts/{expert.id}/needs/open")
    [row] = openings.of_expert(expert.id)

    page = herself.get("/profile/data?lang=en").text
    told = herself.get("/profile/data.json").json["openings"]

    assert "Who has looked: 1" in page
    assert row.actor_name in page
    assert [one["what"] for one in told] == ["needs"]
    assert len(own_data.of_expert(expert)["openings"]) == 1


@pytest.mark.parametrize("change", ["update openings set actor_name = ''", "delete from openings"])
def test_no_row_is_changed_or_taken_away(app, change):
    expert = build.an_expert()
    signed_in(app).post(f"/experts/{expert.id}/needs/open")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction():
        db.session.execute(text(change))


def test_somebody_elses_person_is_not_there(app):
    coordinator = signed_in(app)

    assert coordinator.post("/experts/999999999/needs/open").status_code == 404


def boundary_of(expert):
    with transaction():
        return tables.add(Boundary(expert_id=expert.id, municipality_code="091")).id


def test_a_program_of_staff_names_a_boundary_by_an_act_that_is_noted_and_removes_it(app):
    expert, program = build.an_expert(), caller(app, Role.COORDINATOR)
    part_id, address = boundary_of(expert), f"/api/v1/experts/{expert.id}"

    assert program.get(address).json.get("boundaries") is None
    assert opened(expert) == []
    [told] = program.post(f"{address}/limits/open").json["boundaries"]

    assert (told["id"], told["municipality_code"]) == (part_id, "091")
    assert opened(expert) == [Opened.LIMITS]
    removed = program.post(f"{address}/boundaries/{told['id']}/remove")
    assert (removed.status_code, boundaries.of_expert(expert.id)) == (200, [])


def test_a_program_of_staff_reads_own_words_by_an_act_that_is_noted_and_removes_them(app):
    expert, program = build.an_expert(), caller(app, Role.COORDINATOR)
    with transaction():
        theme = tables.add(Theme(name=f"Suru {expert.id}"))
    address, said = f"/api/v1/experts/{expert.id}", {"theme_id": theme.id, "perspective": "own"}

    added = program.post(f"{address}/themes", json=said | {"own_words": "Äitini"})
    assert (added.status_code, "Äitini" in added.text, opened(expert)) == (201, False, [])
    [told] = program.post(f"{address}/themes/open").json

    assert (told["theme_id"], told["own_words"]) == (theme.id, "Äitini")
    assert opened(expert) == [Opened.THEMES]
    assert program.post(f"{address}/themes/{told['id']}/remove").json["themes"] == []


def test_she_names_her_own_and_leaves_no_row(app):
    expert = build.an_expert()
    boundary_of(expert)
    user = build.a_user(Role.EXPERT, person_id=expert.person_id)
    herself = caller(app, Role.EXPERT, user=user)

    for what in ("limits", "themes"):
        assert herself.post(f"/api/v1/experts/{expert.id}/{what}/open").status_code == 200
    assert opened(expert) == []


@pytest.mark.parametrize("role", [Role.FINANCE, Role.APPROVER, Role.ADMIN, Role.AUDITOR])
def test_a_program_of_another_role_opens_nothing(app, role):
    expert, other = build.an_expert(), caller(app, role)

    for what in ("limits", "themes"):
        assert other.post(f"/api/v1/experts/{expert.id}/{what}/open").status_code == 403
    assert opened(expert) == []


def test_another_expert_or_organisation_opens_nothing(app):
    expert = build.an_expert()
    stranger = build.a_user(Role.EXPERT, person_id=build.an_expert().person_id)
    others = [caller(app, Role.EXPERT, user=stranger)]
    with acting_in(build.an_organisation().id):
        others.append(caller(app, Role.COORDINATOR))

    for other in others:
        for what in ("limits", "themes"):
            answer = other.post(f"/api/v1/experts/{expert.id}/{what}/open")
            assert answer.status_code in (403, 404)
    assert opened(expert) == []
