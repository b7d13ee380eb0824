"""Takes the picture of the README: the coordinator's first page with the made-up county.

`make run` in one window, `.venv/bin/python -m scripts.picture http://127.0.0.1:8000` in another.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.commands.demo.register import PASSWORD

PICTURE = Path(__file__).parents[1] / "tests" / "browser" / "pictures" / "today.png"
SCREEN = {"width": 1280, "height": 900}
COORDINATOR = "koordinaattori@esimerkki.fi"


def take(address: str) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SCREEN)
        _sign_in(page, address)
        page.goto(f"{address}/requests/home?lang=en")
        page.wait_for_load_state("networkidle")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login?lang=en")
    form = page.locator("form").filter(has=page.get_by_label("Password"))
    form.get_by_label("E-mail address").fill(COORDINATOR)
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/requests/home")


if __name__ == "__main__":
    take(sys.argv[1])
