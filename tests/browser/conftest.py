"""One Chromium and one served house for all browser tests, and a window that shows any page."""

import shutil
from functools import cache, partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, sync_playwright
from werkzeug.test import TestResponse

from app.language import LANGUAGES
from app.now import at
from tests import build
from tests.browser.cast import Cast
from tests.browser.for_everyone import Everyone
from tests.browser.house import a_served_house

ADDRESS = "http://rinnalla.test"
WIDTHS = (320, 1280)  # a telephone and a screen
QUIET = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(autouse=True)
def on_a_tuesday():
    """Where no story tells another day; its house keeps its own."""
    with at(build.TUESDAY):
        yield


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    with a_served_house(tmp_path_factory.mktemp("house")) as served:
        yield served


@pytest.fixture
def cast(house, chromium, holds):
    together = Cast(house, chromium, holds)
    yield together
    together.everybody_leaves()


@pytest.fixture(scope="session")
def holds():
    """Checks a shown page: it is for everyone."""
    return Everyone().looks_at


@pytest.fixture(scope="session")
def sheet(chromium):
    """The window that shows, one after another, what the clients got: opening one is slow."""
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture
def is_for_everyone(sheet, holds):
    """Shows what a client got, in every language, on a phone and on a screen."""

    def check(client, address, data=None):
        for code in LANGUAGES:
            path = f"{address}{'&' if '?' in address else '?'}lang={code}"
            answer = client.get(path) if data is None else client.post(path, data=data)
            _show(sheet, answer, client)
            assert sheet.locator("html").get_attribute("lang") == code
            for width in WIDTHS:
                sheet.set_viewport_size({"width": width, "height": 900})
                holds(sheet)

    return check


def _show(page: Page, answer: TestResponse, client: FlaskClient) -> None:
    """With everything on it unfolded."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.route("**/*", partial(_answer, answer, client))
    page.goto(ADDRESS)
    page.unroute_all()
    for closed in page.locator("summary").all():
        closed.click()


def _answer(shown: TestResponse, client: FlaskClient, route: Route) -> None:
    """What the client got, and what that shows besides itself: styles, letters, pictures."""
    if route.request.is_navigation_request():
        route.fulfill(status=200, content_type="text/html", body=shown.text)
        return
    path = route.request.url.removeprefix(ADDRESS)
    common = path.startswith(("/static", "/fonts"))
    content_type, body = _common(client.application, path) if common else _asset(client, path)
    route.fulfill(status=200, content_type=content_type, body=body)


@cache
def _common(app: Flask, path: str) -> tuple[str, bytes]:
    """Every page asks for the same."""
    return _asset(app.test_client(), path)


def _asset(client: FlaskClient, path: str) -> tuple[str, bytes]:
    with client.get(path) as asset:
        return asset.content_type, asset.data
