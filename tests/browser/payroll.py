"""What payroll's two files and the printed statements say, in cents."""

import csv
import io
import re

import pypdf

from tests.browser.person import Person


def printed_total(finance: Person, name: str) -> int:
    """What the person's PDF, opened on the page of the run, says she gets."""
    number = finance.row_of(name)[0]
    pages = pypdf.PdfReader(io.BytesIO(finance.takes("PDF", about=number))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(words in text for words in (name, number))
    total = re.search(r"Yhteensä ennen veroja ([\d ]+,\d\d)", text)
    assert total, text
    return cents(total[1])


def rows_of(file: bytes) -> list[dict[str, str]]:
    """As payroll reads it: its mark, semicolons, the first row names the columns."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def cents(euros: str) -> int:
    return int(re.sub(r"\D", "", euros))
