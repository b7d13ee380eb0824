"""A process that prints the same pages over and over in one way, and tells how long it took.

Reads {way, pages, count} from its input and writes {seconds, grown, texts}: kilobytes that memory
grew by since half of the pages were printed, and what the first pages say.
"""

import gc
import io
import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from invoices.printing.letters import printable
from invoices.printing.pdf import data_only, html_to_pdf, looks
from invoices.printing.process import DOCUMENTS_BETWEEN_SWEEPS
from invoices.printing.tags import mend

MOMENT = datetime(2026, 11, 17, 9, tzinfo=UTC)
WARM, READ = 3, 3  # pages before the clock starts; pages whose words are told
AUTO = "table { table-layout: auto }"


def plain(html: str) -> bytes:
    """As the library's first page shows: everything read anew for each document."""
    fonts = FontConfiguration()
    sheets = [CSS(string=each, font_config=fonts) for each in (looks(), AUTO)]
    page = HTML(string=printable(html), url_fetcher=data_only())
    return page.write_pdf(
        stylesheets=sheets, font_config=fonts, finisher=mend, pdf_variant="pdf/ua-1"
    )


def ours(html: str) -> bytes:
    return html_to_pdf(html, identifier="mitta", moment=MOMENT)


def chromium() -> Callable[[str], bytes]:
    from playwright.sync_api import sync_playwright

    browser = (
        sync_playwright()
        .start()
        .chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    )
    page = browser.new_page()
    inside = f"<style>{looks()}</style></head>"

    def printed(html: str) -> bytes:
        page.set_content(html.replace("</head>", inside))
        return page.pdf(tagged=True, prefer_css_page_size=True)

    return printed


def main() -> None:
    told = json.load(sys.stdin)
    way = chromium() if told["way"] == "chromium" else {"plain": plain, "ours": ours}[told["way"]]
    texts = [_words(way(page)) for page in told["pages"][:READ]]
    for page in told["pages"][:WARM]:
        way(page)
    if told["way"] == "ours":
        gc.disable()  # as the printing process does
    began, halfway = perf_counter(), 0
    for number, page in enumerate(islice(cycle(told["pages"]), told["count"]), start=1):
        way(page)
        if told["way"] == "ours" and number % DOCUMENTS_BETWEEN_SWEEPS == 0:
            gc.collect()
        if number == told["count"] // 2:
            halfway = _kilobytes()
    seconds = perf_counter() - began
    json.dump({"seconds": seconds, "grown": _kilobytes() - halfway, "texts": texts}, sys.stdout)


def _words(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join("".join(pages).split())


def _kilobytes() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


if __name__ == "__main__":
    main()
