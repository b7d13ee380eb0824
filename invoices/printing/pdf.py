"""HTML in, tagged PDF (PDF/UA-1) out: the same page at the same moment gives the same bytes."""

import base64
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from invoices.printing.letters import FONT_FILES, printable
from invoices.printing.tags import mend

STYLESHEET = Path(__file__).parents[2] / "templates" / "documents" / "document.css"
# A page marked `data-pages="1"` is set smaller, step by step, until it fits.
SMALLER = tuple(f"html[data-pages] {{ font-size: {size}pt }}" for size in (11, 10, 9, 8))


def html_to_pdf(html: str, *, identifier: str, moment: datetime) -> bytes:
    """Print one document.

    html        a whole page with `lang` and `<title>`; looks come from document.css only
    identifier  what names these bytes for ever, such as a statement's number
    moment      aware; the date of the document, in place of the clock
    Letters that the font lacks are written out by name. Nothing is fetched.
    """
    document = _fitting(printable(html))
    made = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.created = document.metadata.modified = made
    return _identified(document.write_pdf(finisher=mend, pdf_variant="pdf/ua-1"), identifier)


def _identified(pdf: bytes, identifier: str) -> bytes:
    """Into the dictionary the file ends with; the library would write all of it twice for this."""
    names = identifier.encode().hex(), sha256(pdf).hexdigest()[:32]
    begin, end = pdf.rsplit(b"/Type /XRef", 1)
    return begin + b"/Type /XRef/ID[<%b><%b>]" % tuple(map(str.encode, names)) + end


def _fitting(html: str) -> Document:
    document = _laid_out(html)
    if '<html data-pages="1"' in html:
        for smaller in SMALLER:
            if len(document.pages) == 1:
                break
            document = _laid_out(html, CSS(string=smaller))
    return document


def _laid_out(html: str, *smaller: CSS) -> Document:
    fonts, looks = _looks()
    page = HTML(string=html, url_fetcher=data_only())
    return page.render(
        font_config=fonts, stylesheets=[looks, *smaller], pdf_variant="pdf/ua-1", cache={}
    )


@cache
def _looks() -> tuple[FontConfiguration, CSS]:
    """One font configuration and one stylesheet for the process: a new one each time leaks."""
    fonts = FontConfiguration()
    return fonts, CSS(string=looks(), font_config=fonts, url_fetcher=data_only())


def looks() -> str:
    """The stylesheet with its fonts inside."""
    return "".join(_face(*face) for face in FONT_FILES) + STYLESHEET.read_text("utf-8")


def _face(path: Path, weight: int) -> str:
    font = base64.b64encode(path.read_bytes()).decode()
    return (
        f"@font-face {{ font-family: 'Source Sans Pro'; font-weight: {weight};"
        " font-feature-settings: 'liga' off;"
        f" src: url(data:font/ttf;base64,{font}) format('truetype') }}\n"
    )


def data_only() -> URLFetcher:
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
