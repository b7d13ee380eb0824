"""Every document is PDF/UA-1 in every language, however long it is."""

from functools import cache
from io import BytesIO
from xml.etree import ElementTree

import page
import pikepdf
import pytest
from pypdf import PdfReader

from app.language import LANGUAGES, in_language
from invoices.printing.letters import printable
from tests.documents.examples import (
    LONG_NAME,
    a_benefit_letter,
    a_certificate,
    a_correction_of,
    a_letter,
    a_message,
    a_sheet,
    a_statement,
    a_year_of_pay,
    a_years_lines,
    an_hour_form,
)

LENGTHS = (1, 40, 400)
DOCUMENTS = {
    "statement": {"statement": a_statement()},
    "sheet": {"sheet": a_sheet()},
    "letter": {"letter": a_letter()},
    "message": {"letter": a_message()},
    "hour_form": {"form": an_hour_form()},
    "year_of_pay": {"paper": a_year_of_pay()},
    "benefit_letter": {"paper": a_benefit_letter()},
    "certificate": {"paper": a_certificate()},
}


def failures(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("template", DOCUMENTS)
def test_every_document_passes_in_every_language(printed, template, code):
    assert failures(printed(template, code, **DOCUMENTS[template])) == []


@pytest.mark.parametrize("template", DOCUMENTS)
def test_every_document_is_read_as_xml_which_is_quicker(papers, template):
    with papers.app_context(), in_language("fi"):
        page = papers.jinja_env.get_template(f"documents/{template}.html")
        html = page.render(DOCUMENTS[template], printable=printable)

    assert ElementTree.fromstring(html).tag == "html"


@pytest.fixture(scope="module")
def long_statement(printed):
    """long_statement(400, "fi") gives the bytes, printed once."""

    def print_lines(count: int, code: str) -> bytes:
        statement = a_statement(a_years_lines(count), payee_name=LONG_NAME)
        return printed("statement", code, statement=statement)

    return cache(print_lines)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("count", LENGTHS)
def test_a_statement_passes_however_long_it_is(long_statement, code, count):
    assert failures(long_statement(count, code)) == []


@pytest.mark.parametrize(("count", "code"), [*zip(LENGTHS, LANGUAGES, strict=True)])
def test_a_statement_comes_out_alike_twice(long_statement, count, code):
    assert long_statement.__wrapped__(count, code) == long_statement(count, code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_correction_passes_and_comes_out_alike_twice(printed, code):
    statement = a_correction_of(a_years_lines(20), payee_name=LONG_NAME)

    pdf = printed("statement", code, statement=statement)

    assert failures(pdf) == []
    assert printed("statement", code, statement=statement) == pdf


@pytest.mark.parametrize("count", LENGTHS[1:])
def test_a_table_over_many_pages_stays_one_with_its_heading_on_each(long_statement, count):
    pdf = long_statement(count, "fi")

    with pikepdf.open(BytesIO(pdf)) as document:
        lines = [rows for rows in rows_of_tables(document) if rows > 10]
    fees, costs = count * 3 // 5, count * 2 // 5
    assert lines == [fees + 2, costs + 2]  # with the heading and the sum
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    with_lines = [text for text in pages if "Matkalippu" in text or "Toiminta" in text]
    assert len(with_lines) > count // 15
    assert all("Yksikköhinta" in text for text in with_lines)
    assert sum("Palkkiot, veronalaiset" in text for text in pages) == 2  # in all, and below
    for total in ("Palkkiot, veronalaiset", "Matkat ja kulut, verottomat"):
        [last] = [text for text in with_lines[1:] if total in text]
        assert any(word in last.split(total)[0] for word in ("Toiminta", "Matkalippu"))


def test_a_heading_cell_tells_what_it_heads(printed):
    with pikepdf.open(BytesIO(printed("statement", statement=a_statement()))) as document:
        cells = [found for found in elements(document) if found.S == "/TH"]

    assert {str(cell.A.Scope) for cell in cells} == {"/Column", "/Row"}


def elements(document):
    waiting = [document.Root.StructTreeRoot]
    for element in waiting:
        kids = element.get("/K", [])
        below = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        yield from below
        waiting += below


def rows_of_tables(document):
    tables = [found for found in elements(document) if found.S == "/Table"]
    for table in tables:
        parts = [part for part in table.K if part.S in ("/THead", "/TBody")]
        yield sum(len(part.K) for part in parts)
