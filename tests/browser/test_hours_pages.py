"""The pages of hours are for everyone: axe, narrow screens, three languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.database import transaction
from app.storage import users
from app.storage.links import LinkKind
from scheduling.kinds import OnBehalf
from tests import build
from tests.app.hour_story import ACTIVITY, DRIVE, READING, TICKET, a_house
from tests.app.page_story import a_link, browser_of, chosen, filled


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


def test_the_form_blank_and_wrong_and_sent(app, house, is_for_everyone):
    browser = app.test_client()
    link = a_link(LinkKind.ASSIGNMENT, house.assignment.id)
    form = filled(browser.get(link).text)

    is_for_everyone(browser, link)
    wrong = {"hours-0-day": "31.4.2026", "drives-0-kilometres": "12,55", "drives-0-route": "x"}
    is_for_everyone(browser, link, form | wrong)
    is_for_everyone(browser, link, form | {"hours-0-day": "1.1.2026"})
    house.reported(ACTIVITY, READING, DRIVE, TICKET)
    is_for_everyone(browser, link)


def test_a_box_stands_beside_its_words(app, house, is_for_everyone, sheet):
    is_for_everyone(app.test_client(), a_link(LinkKind.ASSIGNMENT, house.assignment.id))

    for width in (320, 1280):
        sheet.set_viewport_size({"width": width, "height": 900})
        box = sheet.locator("#drives-0-claimed").bounding_box()
        words = sheet.locator("label[for='drives-0-claimed']").bounding_box()
        assert words["y"] <= box["y"] + box["height"] / 2 <= words["y"] + words["height"]


def test_the_form_on_behalf(app, house, is_for_everyone):
    hers = browser_of(app, users.get(house.coordinator.user_id))

    is_for_everyone(hers, f"/hours/{house.assignment.id}")


def test_what_the_unit_confirms(app, house, is_for_everyone):
    browser = app.test_client()
    address = a_link(LinkKind.UNIT, house.assignment.request.unit_id)

    is_for_everyone(browser, address)
    house.reported(ACTIVITY, replace(DRIVE, passengers=2), TICKET)
    is_for_everyone(browser, address)


def test_what_the_coordinator_checks(app, house, is_for_everyone):
    house.confirmed(ACTIVITY, TICKET)
    for entry in house.reported(READING, by=house.coordinator, how=OnBehalf.LETTER):
        with transaction():
            entry.reported_at = datetime(2026, 11, 4, 8, tzinfo=UTC)
    hers = browser_of(app, users.get(house.coordinator.user_id))

    is_for_everyone(hers, "/hours/to-check")


def test_what_the_approver_approves(app, house, is_for_everyone):
    house.checked(ACTIVITY, READING, DRIVE, TICKET)
    his = browser_of(app, house.approver_user)

    is_for_everyone(his, "/hours/home")
    stranger = browser_of(app, build.a_user("approver"))
    is_for_everyone(stranger, "/hours/approve", chosen(house))
