"""The pages of inviting and coming are for everyone: axe, narrow screens, three languages."""

from datetime import timedelta

import pytest

from app.gateways.identity import stored_password
from app.now import now
from app.storage import assignments
from app.storage.links import LinkKind
from app.use_cases.answer_offer import Answer, answer_offer
from scheduling.kinds import TurnReason
from tests import build
from tests.app.offer_story import as_expert, invite
from tests.app.test_offer_pages import client_of, link
from tests.sign_in import PASSWORD, sign_in


@pytest.fixture
def boss(app):
    return build.a_user(phone="040 123 4567", password=stored_password(PASSWORD))


@pytest.fixture
def invited(app, boss):
    """A request of two times, one person asked, another free, a third without an agreement."""
    build.a_fee_table()
    for month in (1, 2):
        build.a_pay_day(f"2027-0{month}-15", f"2027-0{month}-05")
    request = build.a_brief(responsible_id=boss.id, preparation="Lue esite.", seats=2)
    start = now() + timedelta(days=20)
    for day in range(2):
        starts_at = start + timedelta(days=day)
        ends_at = starts_at + timedelta(hours=2)
        build.an_occasion(request, starts_at=starts_at, ends_at=ends_at, seats=2)
    build.a_candidate(phone="040 765 4321")
    build.an_expert()
    expert = build.a_candidate()
    reason = TurnReason.FIRST_ASSIGNMENT
    [sending] = invite(expert, request=request, turn_reason=reason)
    return expert, sending


def test_the_coordinators_pages(app, boss, invited, is_for_everyone):
    expert, [first, second] = invited
    browser = sign_in(app, boss)
    candidates = f"/requests/{first.request_id}/candidates"

    is_for_everyone(browser, candidates)
    is_for_everyone(browser, candidates, {"mode": "to_all"})
    is_for_everyone(browser, f"/requests/{first.request_id}/calls")
    is_for_everyone(browser, f"/offers/{first.id}/answer")
    is_for_everyone(browser, f"/offers/{first.id}/answer", {"said_on": "31.2.2026"})
    is_for_everyone(browser, f"/occasions/{second.occasion_id}/group")
    answer_offer({first.id: Answer.YES}, by=as_expert(expert))
    is_for_everyone(browser, "/assignments/")
    is_for_everyone(browser, f"/occasions/{first.occasion_id}/attendance")


def test_the_experts_pages(app, invited, is_for_everyone):
    expert, [first, second] = invited
    offer, hers = link(LinkKind.OFFER, first.id), client_of(app, expert)

    is_for_everyone(app.test_client(), offer)
    is_for_everyone(app.test_client(), offer, {"answers-0-offer_id": first.id})
    is_for_everyone(hers, "/assignments/home")
    answer_offer({first.id: Answer.YES, second.id: Answer.RING_ME}, by=as_expert(expert))
    is_for_everyone(app.test_client(), offer)
    is_for_everyone(hers, "/assignments/home")


def test_the_page_of_one_assignment(app, boss, invited, is_for_everyone):

    expert, [first, _second] = invited
    answer_offer({first.id: Answer.YES}, by=as_expert(expert))
    [seat] = assignments.of_request(first.request_id)
    sheet, browser = link(LinkKind.ASSIGNMENT, seat.id), sign_in(app, boss)

    is_for_everyone(app.test_client(), sheet)
    is_for_everyone(browser, f"/assignments/{seat.id}")
    is_for_everyone(browser, f"/assignments/{seat.id}/stand-ins")
    app.test_client().post(f"{sheet}/cancel")
    is_for_everyone(app.test_client(), sheet)
