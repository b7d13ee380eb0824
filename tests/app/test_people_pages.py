"""Pages of the people area answer to those who may see them."""

import pytest

from app.access import Role
from app.gateways.identity import stored_password
from tests import build
from tests.sign_in import PASSWORD, sign_in, signed_in


def the_expert_herself(app):
    expert = build.an_expert()
    user = build.a_user(Role.EXPERT, person_id=expert.person_id, password=stored_password(PASSWORD))
    return expert, sign_in(app, user)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_pages_open(app, language):
    expert = build.an_expert()
    centre = build.a_cost_centre(build.a_user(Role.APPROVER))
    request = build.a_brief()
    client = signed_in(app)
    for path in [
        "/experts/",
        "/experts/new",
        f"/experts/{expert.id}",
        "/hand-over/",
        "/units/",
        "/units/new",
        *(
            f"/experts/{expert.id}/{s}"
            for s in ["contact", "wishes", "support", "payroll", "guardian", "people", "theme", "training", "agreement", "consent", "notes", "pause", "stop"]
        ),
        f"/units/{request.unit_id}",
        f"/units/{request.unit_id}/edit",
        f"/units/{request.unit_id}/card",
        "/cost-centres/",
        f"/cost-centres/{centre.id}",
        "/themes/",
    ]:
        page = client.get(f"{path}?lang={language}")
        assert page.status_code == 200, path
    admin = signed_in(app, Role.ADMIN)
    for path in ["/users/", "/organisation/", "/units/"]:
        assert admin.get(f"{path}?lang={language}").status_code == 200, path
    _, herself = the_expert_herself(app)
    for path in [
        "/profile/",
        "/profile/contact",
        "/profile/wishes",
        "/profile/theme",
        "/profile/pause",
        "/profile/data",
        "/profile/data.json",
        "/profile/withdraw",
    ]:
        assert herself.get(f"{path}?lang={language}").status_code == 200, path
