"""A process that prints the same pages over and over in one way.

Its first line in is {way, pages, count}; it answers when it is warm. Its second line in starts it;
when all are printed it answers {grown, texts}: kilobytes a document that its memory grew by after
the first eleventh, and what the first pages say.
"""

import base64
import gc
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from invoices.printing.letters import printable
from invoices.printing.pdf import html_to_pdf, looks
from invoices.printing.process import sweep
from invoices.printing.tags import mend

MOMENT = datetime(2026, 11, 17, 9, tzinfo=UTC)
WARM, READ = 5, 3  # pages before the clock starts; pages whose words are told
# As one writes it at first: columns as wide as what is in them, letters set by the style.
PLAIN = """
table { table-layout: auto }
body { overflow-wrap: normal }
html { font-variant-ligatures: none }
.amount, .quantity, .price { font-variant-numeric: tabular-nums }
"""
AS_WE_PRINT = {"generateTaggedPDF": True, "preferCSSPageSize": True, "printBackground": True}
# In a page that stays open, with its style and fonts: only what stands on it is changed.
CHANGE = """html => {
  const next = new DOMParser().parseFromString(html, "text/html");
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.body.replaceWith(next.body);
}"""


def plain(html: str) -> bytes:
    """As the library's first page shows: everything read anew for each document."""
    fonts = FontConfiguration()
    sheets = [CSS(string=each, font_config=fonts) for each in (looks(), PLAIN)]
    return HTML(string=printable(html)).write_pdf(
        stylesheets=sheets, font_config=fonts, finisher=mend, pdf_variant="pdf/ua-1"
    )


def ours(html: str) -> bytes:
    return html_to_pdf(html, identifier="mitta", moment=MOMENT)


def chromium(*, stays_open: bool) -> Callable[[str], bytes]:
    """One browser for all. stays_open: else each document is loaded as a page of its own."""
    from playwright.sync_api import sync_playwright

    browser = (
        sync_playwright()
        .start()
        .chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    )
    page = browser.new_page()
    head = f"<head><style>{_with_fonts(looks())}</style>"
    page.set_content(f"<!DOCTYPE html>{head}</head>")
    session = page.context.new_cdp_session(page)

    def printed(html: str) -> bytes:
        if stays_open:
            page.evaluate(CHANGE, html)
        else:
            page.set_content(html.replace("<head>", head, 1))
        return base64.b64decode(session.send("Page.printToPDF", AS_WE_PRINT)["data"])

    return printed


WAYS: dict[str, Callable[[], Callable[[str], bytes]]] = {
    "plain": lambda: plain,
    "ours": lambda: ours,
    "chromium": partial(chromium, stays_open=False),
    "chromium, page kept": partial(chromium, stays_open=True),
}


def _with_fonts(style: str) -> str:
    def inside(url: re.Match[str]) -> str:
        font = Path(urlsplit(url[1]).path).read_bytes()
        return f"url(data:font/ttf;base64,{base64.b64encode(font).decode()})"

    return re.sub(r"url\((file:[^)]+)\)", inside, style)


def main() -> None:
    told = json.loads(sys.stdin.readline())
    way = WAYS[told["way"]]()
    texts = [_words(way(page)) for page in told["pages"][:READ]]
    if told["way"] == "ours":
        gc.disable()  # as the printing process does
    for number, page in enumerate(told["pages"][:WARM], start=1):
        _print(way, page, number)
    _answer("")
    sys.stdin.readline()
    before, counted = _kilobytes(), told["count"]
    for number, page in enumerate(islice(cycle(told["pages"]), told["count"]), start=WARM + 1):
        _print(way, page, number)
        if number == WARM + told["count"] // 11:
            before, counted = _kilobytes(), told["count"] - told["count"] // 11
    grown = (_kilobytes() - before) / counted
    _answer(json.dumps({"grown": grown, "texts": texts}))


def _answer(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _print(way: Callable[[str], bytes], page: str, number: int) -> None:
    way(page)
    if way is ours:
        sweep(number)


def _words(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join("".join(pages).split())


def _kilobytes() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


if __name__ == "__main__":
    main()
