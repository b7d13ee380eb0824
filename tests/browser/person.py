"""One person at a telephone: presses, follows, writes and reads what stands on the page."""

import re
from collections.abc import Callable
from copy import copy
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Locator, Page, expect

PHONE = {"width": 320, "height": 700}
PATIENCE = 60_000  # milliseconds, for a busy machine
expect.set_options(timeout=PATIENCE)


class Person:
    """Every page she comes to is held to be for everyone, the first time she sees it."""

    def __init__(self, chromium: Browser, house_address: str, holds: Callable[[Page], None]):
        self._context = chromium.new_context(viewport=PHONE, locale="fi-FI")
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self._house, self._holds, self._held = house_address, holds, set[str]()
        self.home = house_address
        self.clicks = 0  # buttons, links, folds, ticks and choices

    def another_tab(self) -> "Person":
        """The same person and browser, a second page left open where the first one is."""
        tab = copy(self)
        tab.page = self._context.new_page()
        tab.opens(self.page.url)
        return tab

    def leaves(self) -> None:
        self._context.close()

    def opens(self, address: str) -> None:
        """An address typed or a link of a letter."""
        self.page.goto(address if "://" in address else self._house + address)
        self._looks()

    def signs_in(self, email: str, password: str) -> None:
        self.opens("/login")
        form = self.page.locator("form").filter(has=self._field("Salasana"))
        form.get_by_label("Sähköpostiosoite").fill(email)
        form.get_by_label("Salasana").fill(password)
        form.get_by_role("button", name="Kirjaudu sisään").click()
        self._looks()

    def asks_for_a_link(self, email: str) -> None:
        part = self.page.get_by_role("region", name="Ilman salasanaa")
        part.get_by_label("Sähköpostiosoite").fill(email)
        part.get_by_role("button", name="Lähetä minulle linkki").click()
        self._looks()

    def presses(self, words: str, about: str = "") -> None:
        """A button; `about` is whom it concerns, which a screen reader tells."""
        self.clicks += 1
        self.button(words, about).click()
        self._looks()

    def presses_twice(self, words: str) -> None:
        with self.page.expect_navigation():
            self.button(words).dblclick()
        self._looks()

    def goes_back(self) -> None:
        """By the browser's own button."""
        self.page.go_back()
        self._looks()

    def follows(self, words: str, about: str = "") -> None:
        """A link."""
        self.clicks += 1
        self.page.get_by_role("link", name=_begins(words, about)).click()
        self._looks()

    def unfolds(self, words: str) -> None:
        self.clicks += 1
        self.page.locator("summary", has_text=words).first.click()

    def writes(self, label: str, text: str, part: str = "") -> None:
        self._field(label, part).fill(text)

    def chooses(self, label: str, part: str = "") -> None:
        """A tick box or one of several."""
        self.clicks += 1
        self._field(label, part).check()

    def selects(self, label: str, words: str, part: str = "") -> None:
        self.clicks += 1
        self._field(label, part).select_option(label=words)

    def gives_file(self, label: str, name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self._field(label).set_input_files(files=[file])

    def takes(self, words: str, about: str = "") -> bytes:
        """The file behind a link or a button."""
        self.clicks += 1
        with self.page.expect_download() as coming:
            named = {"name": _begins(words, about)}
            link = self.page.get_by_role("link", **named)
            link.or_(self.page.get_by_role("button", **named)).click()
        return Path(coming.value.path()).read_bytes()

    def reads_paper(self, words: str) -> bytes:
        """The PDF that a link shows: the browser's own reader of such papers has no words."""
        link = self.page.get_by_role("link", name=_begins(words))
        shown = self._context.request.get(urljoin(self.page.url, link.get_attribute("href")))
        assert shown.headers["content-type"] == "application/pdf"
        return shown.body()

    def reads_of(self, label: str) -> str:
        return self._field(label).input_value()

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def does_not_see(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).not_to_contain_text(each)

    def chooses_numbered(self, name: str) -> None:
        """From the fair order, where everybody has a place."""
        self.page.get_by_label(re.compile(rf"^\d+\. {name}")).check()

    def row_of(self, words: str) -> list[str]:
        """The cells of the table's row where the words stand."""
        row = self.page.locator("tbody tr").filter(has_text=words)
        return [cell.strip() for cell in row.locator("td").all_inner_texts()]

    def button(self, words: str, about: str = "") -> Locator:
        return self.page.get_by_role("button", name=_begins(words, about))

    def _field(self, label: str, part: str = "") -> Locator:
        within: Page | Locator = self.page
        if part:
            within = self.page.get_by_role("group", name=_begins(part))
        return within.get_by_label(_begins(label)).filter(visible=True)

    def _looks(self) -> None:
        self.page.wait_for_load_state("load")
        wrong = self.page.locator("#errors").count()
        page = f"{self.page.title()} {wrong}"
        if page not in self._held:
            self._holds(self.page)
            self._held.add(page)


def _begins(words: str, about: str = "") -> re.Pattern[str]:
    end = f".*{re.escape(about)}" if about else ""
    return re.compile(rf"^\s*{re.escape(words)}{end}")
