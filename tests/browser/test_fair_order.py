"""Setting a rule aside, and what weighs how much: for everyone to use and to read."""

from app.access import Role
from app.now import today
from app.storage.matching_weights import PARTS
from tests import build
from tests.sign_in import signed_in

HELSINKI, ROVANIEMI = "091", "698"


def test_whom_one_rule_keeps_out(app, is_for_everyone):
    build.a_candidate(municipality_code=ROVANIEMI, travels_km=50)
    busy = build.a_candidate()
    build.an_assignment(busy, build.an_occasion(build.a_brief()))
    request = build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(request)
    browser, page = signed_in(app, Role.COORDINATOR), f"/requests/{request.id}/candidates"

    is_for_everyone(browser, page)
    is_for_everyone(browser, f"{page}?without=too_far")
    is_for_everyone(browser, f"{page}?without=busy")


def test_the_order_in_words(app, is_for_everyone):
    browser = signed_in(app, Role.ADMIN)
    decision = {"valid_from": str(today()), "decided_by": "", **dict.fromkeys(PARTS, "1")}

    is_for_everyone(browser, "/fair-order/")
    is_for_everyone(browser, "/fair-order/new")
    is_for_everyone(browser, "/fair-order/new", decision)
