"""Pages of hours: three taps for the expert, yes or no for the unit, lists for the others."""

import re

import pytest

from app.database import transaction
from app.gateways import public_links
from app.storage import entry_lists
from app.storage.links import LinkKind
from tests import build
from tests.app.hour_story import a_house

INPUT = re.compile(r'<(?:input|textarea)[^>]*? name="([^"]+)"[^>]*?>')


def a_link(kind, subject_id):
    with transaction():
        return "/" + public_links.url_to(kind, subject_id).split("/", 3)[3] + "/hours"


def filled(page):
    """What the form of a page would send as it stands."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag and 'type="checkbox"' not in tag:
            fields[name[1]] = value[1] if value else ""
    return fields


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


def states(house):
    return [entry.state for entry in entry_lists.of_assignment(house.assignment.id)]


def test_three_taps_open_look_send(app, house):
    link = a_link(LinkKind.ASSIGNMENT, house.assignment.id)
    browser = app.test_client()

    form = filled(browser.get(link).text)
    answer = browser.post(link, data=form | {"send": "now"})

    assert answer.status_code == 303, answer.text
    assert states(house) == ["reported", "reported"]
