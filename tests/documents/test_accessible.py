"""Every document is PDF/UA-1 in every language, however long it is."""

from io import BytesIO

import page
import pikepdf
import pytest

from app.language import LANGUAGES
from tests.documents.examples import (
    a_benefit_letter,
    a_certificate,
    a_fee,
    a_journey,
    a_letter,
    a_message,
    a_sheet,
    a_statement,
    a_year_of_pay,
    an_hour_form,
)

LONG = a_statement([a_fee() for _ in range(150)] + [a_journey() for _ in range(50)])
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


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_statement_of_200_lines_passes_and_keeps_its_tables_whole(printed, page_count, code):
    pdf = printed("statement", code, statement=LONG)

    assert failures(pdf) == []
    assert page_count(pdf) > 5
    with pikepdf.open(BytesIO(pdf)) as document:
        assert [rows for rows in rows_of_tables(document) if rows > 10] == [152, 52]


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
