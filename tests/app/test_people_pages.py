"""Pages of the people area answer to those who may see them, in three languages."""

import pytest

from app.access import Role
from app.gateways.identity import stored_password
from app.language import LANGUAGES
from tests import build
from tests.sign_in import PASSWORD, sign_in, signed_in

PARTS = (
    "contact languages wishes times strengths about needs support payroll guardian people"
    " theme training agreement consent away boundary own_unit check notes"
)
OWN = (
    "contact languages wishes times strengths about needs theme away boundary own_unit"
    " ceiling agreement pause data withdraw"
)


def the_expert_herself(app):
    expert = build.an_expert()
    secret = stored_password(PASSWORD)
    user = build.a_user(Role.EXPERT, person_id=expert.person_id, password=secret)
    return expert, sign_in(app, user)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coordinators_pages_open(app, language):
    expert = build.an_expert()
    centre = build.a_cost_centre(build.a_user(Role.APPROVER))
    unit = f"/units/{build.a_brief().unit_id}"
    person = f"/experts/{expert.id}"
    client = signed_in(app)

    for path in [
        *("/experts/", "/experts/new", person, f"{person}/pause", f"{person}/stop", "/hand-over/"),
        *(f"{person}/{part}" for part in PARTS.split()),
        *("/units/", "/units/new", unit, f"{unit}/edit", f"{unit}/card"),
        *("/cost-centres/", f"/cost-centres/{centre.id}", "/themes/"),
    ]:
        assert client.get(f"{path}?lang={language}").status_code == 200, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_administrators_pages_open(app, language):
    client = signed_in(app, Role.ADMIN)

    for path in ["/users/", "/organisation/", "/units/", "/cost-centres/"]:
        assert client.get(f"{path}?lang={language}").status_code == 200, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_experts_own_pages_open(app, language):
    _, herself = the_expert_herself(app)

    for path in ["", *OWN.split(), "data.json"]:
        assert herself.get(f"/profile/{path}?lang={language}").status_code == 200, path
