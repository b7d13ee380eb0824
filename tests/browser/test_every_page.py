"""Whoever follows every link of her pages finds each for everyone: on a phone, in her language."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from app.access import Role
from app.commands import demo
from app.commands.demo.register import PASSWORD
from app.language import LANGUAGES
from tests.browser.house import House, a_served_house, acting_for

WIDTH = 320  # the narrowest telephone
FILES = (".pdf", ".csv", ".zip", ".json", ".ics")
FEWEST = {
    Role.COORDINATOR: 25,
    Role.EXPERT: 6,
    Role.FINANCE: 8,
    Role.APPROVER: 1,
    Role.ADMIN: 4,
    Role.AUDITOR: 3,
}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    with a_served_house(tmp_path_factory.mktemp("every-page")) as house:
        with acting_for(house):
            demo.load_if_empty(experts=40)
            sign_ins = {role: address for role, address, _ in demo.sign_ins()}
        yield house, sign_ins


@pytest.fixture
def phone(chromium):
    page = chromium.new_page(viewport={"width": WIDTH, "height": 800})
    yield page
    page.close()


@pytest.mark.parametrize("role", FEWEST)
def test_every_page_of_a_role(demonstration, phone, holds, role):
    house, sign_ins = demonstration
    phone.goto(f"{house.address}/login")
    phone.fill("#identity", sign_ins[role])
    phone.fill("[name=passcode]", PASSWORD)
    phone.click("main form.form button[name=submit]")
    if role is Role.AUDITOR:  # who sees only what she draws
        phone.select_option("#month", index=1)
        phone.click("main form button[type=submit]")

    assert len(_walk(house, phone, holds)) >= FEWEST[role]


def test_every_page_of_a_unit(demonstration, phone, holds):
    house, sign_ins = demonstration
    phone.goto(house.address + urlsplit(sign_ins[Role.REQUESTER]).path)

    assert len(_walk(house, phone, holds)) >= 3


def _walk(house: House, phone, holds) -> set[str]:
    """One page of each kind, in the three languages by turns; names of the views seen."""
    seen: set[str] = set()
    waiting = deque([urlsplit(phone.url).path, *_linked(house, phone)])
    while waiting:
        path = waiting.popleft()
        view = _view_of(house, path)
        if view is None or view in seen:
            continue
        seen.add(view)
        answer = phone.goto(f"{house.address}{path}?lang={LANGUAGES[len(seen) % 3]}")
        assert answer.status == 200, (path, answer.status)
        for closed in phone.locator("summary").all():
            closed.click()
        holds(phone)
        waiting.extend(_linked(house, phone))
    return seen


def _linked(house: House, phone) -> list[str]:
    links = phone.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urlsplit(link).path for link in links if link.startswith(house.address)]


def _view_of(house: House, path: str) -> str | None:
    if path.endswith(FILES) or path.startswith(("/static", "/api")):
        return None
    try:
        view, values = house.app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return None
    return f"{view} {sorted(map(str, values))}" if "section" in values else view
