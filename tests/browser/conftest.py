"""One Chromium and one served house for all browser tests, and what every page has to hold."""

import shutil
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from app.language import LANGUAGES
from app.now import at
from tests import build
from tests.browser.cast import Cast
from tests.browser.house import a_served_house

ADDRESS = "http://rinnalla.test"
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


@pytest.fixture
def holds():
    """Checks a shown page: nothing for axe to say, no sideways scrolling, one title and one h1."""
    return _check


@pytest.fixture
def is_for_everyone(chromium, holds):
    """Shows what a client got, in every language, on a phone and on a screen."""

    def check(client, address, data=None):
        for code in LANGUAGES:
            path = f"{address}?lang={code}"
            answer = client.get(path) if data is None else client.post(path, data=data)
            for width in (320, 1280):
                page = chromium.new_page(viewport={"width": width, "height": 900})
                page.route("**/*", partial(_answer, answer, client))
                page.goto(ADDRESS)
                for closed in page.locator("summary").all():
                    closed.click()
                holds(page)
                page.close()

    return check


def _answer(shown, client, route):
    path = route.request.url.removeprefix(ADDRESS)
    if path.startswith("/static") or path.startswith("/fonts"):
        with client.application.test_client().get(path) as asset:
            route.fulfill(status=200, content_type=asset.content_type, body=asset.data)
    else:
        route.fulfill(status=200, content_type="text/html", body=shown.text)


def _check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.title()
    assert page.locator("h1").count() == 1
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids)), sorted(ids)
