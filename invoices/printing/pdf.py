"""HTML in, tagged PDF (PDF/UA-1) out: the same page at the same moment gives the same bytes."""

import re
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from invoices.printing.letters import FONT_FILES, printable
from invoices.printing.tags import mend

STYLES = Path(__file__).parents[2] / "templates" / "documents"
# A page marked `data-smaller="10.5 10"` is set in these sizes, in turn, until it is one sheet.
SMALLER = re.compile(r'<html data-smaller="([0-9. ]+)"')


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
    marked = SMALLER.search(html)
    for points in marked[1].split() if marked else ():
        if len(document.pages) == 1:
            break
        document = _laid_out(html, CSS(string=f"html[data-smaller] {{ font-size: {points}pt }}"))
    return document


def _laid_out(html: str, *smaller: CSS) -> Document:
    fonts, looks = _looks()
    return _read(html).render(
        font_config=fonts, stylesheets=[looks, *smaller], pdf_variant="pdf/ua-1", cache={}
    )


def _read(html: str) -> HTML:
    """As XML, many times sooner than as HTML, where it is both."""
    try:
        return _WellFormed(html)
    except ElementTree.ParseError:
        return HTML(string=html, url_fetcher=data_only())


class _WellFormed(HTML):
    """What the library reads out of HTML, from XML."""

    def __init__(self, html: str) -> None:
        self.base_url, self.media_type, self.url_fetcher = None, "print", data_only()
        self.etree_element = ElementTree.fromstring(html)
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_elements()]


@cache
def _elements() -> CSS:
    return CSS(string=(STYLES / "elements.css").read_text("utf-8"), url_fetcher=data_only())


@cache
def _looks() -> tuple[FontConfiguration, CSS]:
    """One font configuration and one stylesheet for the process: a new one each time leaks."""
    fonts = FontConfiguration()
    own_files = URLFetcher(allowed_protocols={"file"}, allow_redirects=False)
    return fonts, CSS(string=looks(), font_config=fonts, url_fetcher=own_files)


def looks() -> str:
    """The stylesheet with its fonts."""
    return "".join(_face(*face) for face in FONT_FILES) + (STYLES / "document.css").read_text(
        "utf-8"
    )


def _face(path: Path, weight: int) -> str:
    """Ligatures are off: two letters drawn as one are lost to who searches or copies."""
    return (
        f"@font-face {{ font-family: 'Source Sans Pro'; font-weight: {weight};"
        f" font-feature-settings: 'liga' off; src: url({path.as_uri()}) format('truetype') }}\n"
    )


def data_only() -> URLFetcher:
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
