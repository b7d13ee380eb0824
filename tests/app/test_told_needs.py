"""What helps a person in the work is told to the unit when she lets it, and else not."""

import io

import pypdf
import pytest

from app.access import Role
from app.database import transaction
from app.gateways import public_links
from app.gateways.assignment_papers import sheet_of, sheet_pdf
from app.storage import experts, requests
from app.storage.links import LinkKind
from tests import build
from tests.app.test_people_pages import the_expert_herself
from tests.sign_in import signed_in

LATER = {"starts_at": "2030-12-10 08:00+00", "ends_at": "2030-12-10 10:00+00"}
TICKED = ["no_stairs", "call_after"]


def a_seat(**needs):
    expert = build.a_candidate(support_ticks=TICKED, support_needs="Tauko tunnin jälkeen", **needs)
    request = build.a_brief(state="filled")
    return build.an_assignment(expert, build.an_occasion(request, **LATER))


def unit_page(app, seat):
    with transaction():
        address = public_links.url_to(LinkKind.UNIT, requests.get(seat.request_id).unit_id)
    return app.test_client().get(address[address.index("/unit/") :] + "?lang=fi").text


def text_of(seat):
    pages = pypdf.PdfReader(io.BytesIO(sheet_pdf(seat))).pages
    return "".join(page.extract_text() for page in pages)


def test_the_sheet_and_the_unit_tell_what_she_has_ticked_when_she_lets_them(app):
    seat = a_seat(needs_to_unit=True)

    page, paper = unit_page(app, seat), text_of(seat)

    assert sheet_of(seat).needs == ("no_stairs",)
    assert "Ei portaita" in page
    assert "Ei portaita" in paper
    for text in (page, paper):
        assert "Tauko tunnin" not in text


def test_without_her_word_neither_tells_anything(app):
    seat = a_seat()

    page = unit_page(app, seat)

    assert seat.expert.name in page
    assert "Ei portaita" not in page
    assert "Ei portaita" not in text_of(seat)


@pytest.mark.parametrize(("said", "stored"), [({"needs_to_unit": "true"}, True), ({}, False)])
def test_she_says_it_where_she_ticks_what_helps(app, said, stored):
    expert, herself = the_expert_herself(app)

    answer = herself.post(
        "/profile/needs", data=said | {"support_ticks": TICKED, "version": expert.version}
    )

    assert answer.status_code == 303
    found = experts.get(expert.id)
    assert (found.needs_to_unit, found.support_ticks) == (stored, TICKED)
    assert "/profile/needs" in herself.get("/profile/").text
    assert "No unit is told." in herself.get("/profile/?lang=en").text or stored


def test_the_coordinator_sees_whether_the_unit_is_told(app):
    seat = a_seat(needs_to_unit=True)
    page = signed_in(app, Role.COORDINATOR).get(f"/experts/{seat.expert_id}?lang=en").text
    assert "The unit is told what is ticked." in page
