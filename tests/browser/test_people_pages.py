"""The pages of people, units and users are for everyone: axe, narrow screens, three languages."""

import pytest

from app.access import Role
from app.storage import experts
from tests import build
from tests.app.test_people_pages import OWN, PARTS, the_expert_herself
from tests.sign_in import signed_in


@pytest.fixture
def expert(app):
    """Somebody with a little of everything."""
    return build.a_candidate(
        street="Pitkänsillankatu 1–3 B 12",
        postal_code="67100",
        city="Kokkola",
        phone="+358401234567",
    )


def test_the_registry_and_a_person(app, expert, is_for_everyone):
    coordinator, person = signed_in(app), f"/experts/{expert.id}"
    coordinator.post("/themes/", data={"name": "Läheisen äkillinen kuolema", "is_heavy": "true"})
    theme = {"theme_id": str(experts.all_themes()[0].id), "perspective": "close_one"}
    coordinator.post(f"{person}/theme", data=theme | {"own_words": "Veljeni ja minä"})
    note = {"day": "1.11.2026", "minutes": "30 min", "note": "Soitettiin"}
    coordinator.post(f"{person}/notes", data=note)

    for address in [
        *("/experts/", "/experts/new", "/memberships", person),
        *(f"{person}/pause", f"{person}/stop", f"{person}/data"),
    ]:
        is_for_everyone(coordinator, address)
    for part in PARTS.split():
        is_for_everyone(coordinator, f"{person}/{part}")
    for opened in ("needs/open", "about/open", "notes/open", "theme/open", "boundary/open", "data"):
        is_for_everyone(coordinator, f"{person}/{opened}", data={})
    is_for_everyone(coordinator, "/experts/new", data={"first_name": "Aino", "phone": "x"})
    is_for_everyone(coordinator, f"{person}/times", data={"rest_minutes": "pitkä"})
    is_for_everyone(coordinator, f"{person}/languages", data={"spoken": "fi-xx"})
    is_for_everyone(coordinator, f"{person}/boundary", data={"municipality_code": "Atlantis"})
    is_for_everyone(coordinator, "/experts/soon")
    is_for_everyone(coordinator, f"{person}/stop", data={"reason": "illness"})
    coordinator.post(f"{person}/stop", data={"reason": "illness", "sure": "true"})
    is_for_everyone(coordinator, person)


def test_units_cost_centres_themes_and_handing_over(app, is_for_everyone):
    approver, coordinator = build.a_user(Role.APPROVER), signed_in(app)
    centre, unit = build.a_cost_centre(approver), f"/units/{build.a_brief().unit_id}"
    coordinator.post(f"{unit}/link")
    coordinator.post("/themes/", data={"name": "Suru"})
    me, successor = str(build.a_user().id), str(build.a_user().id)

    for address in [
        *("/units/", "/units/new", unit, f"{unit}/edit", f"{unit}/card", "/cost-centres/"),
        *(f"/cost-centres/{centre.id}", "/themes/", f"/themes/{experts.all_themes()[0].id}"),
        "/hand-over/",
    ]:
        is_for_everyone(coordinator, address)
    is_for_everyone(coordinator, "/hand-over/preview", data={"from_id": me, "to_id": me})
    is_for_everyone(coordinator, "/hand-over/preview", data={"from_id": me, "to_id": successor})
    is_for_everyone(coordinator, f"/cost-centres/{centre.id}/approvers", data={"user_id": "x"})
    is_for_everyone(coordinator, "/themes/", data={"name": ""})


def test_users_and_settings(app, is_for_everyone):
    admin = signed_in(app, Role.ADMIN)

    is_for_everyone(admin, "/users/")
    is_for_everyone(admin, "/users/", data={"email": "ei", "role": "boss"})
    is_for_everyone(admin, "/organisation/")


def test_an_experts_own_pages(app, is_for_everyone):
    expert, herself = the_expert_herself(app)
    build.an_assignment(expert, build.an_occasion(build.a_brief()))

    for page in ["", *OWN.split()]:
        is_for_everyone(herself, f"/profile/{page}")
    is_for_everyone(herself, "/profile/withdraw", data={})
