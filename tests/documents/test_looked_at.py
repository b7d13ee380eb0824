"""A statement looked at as a picture: nothing cut, in its margins, and nothing over another."""

import pytest

from app.language import LANGUAGES, in_language
from invoices.printing.letters import printable
from invoices.printing.pdf import html_to_pdf
from tests.documents.as_picture import faults, pages_of
from tests.documents.conftest import MOMENT
from tests.documents.examples import (
    LONG_NAME,
    TITLES,
    a_fee,
    a_journey,
    a_statement,
    a_statement_with_net,
    a_ticket,
    a_years_lines,
)

FOUR_LINES = [a_fee(), a_fee(title=TITLES[1]), a_journey(), a_ticket()]
STATEMENTS = {
    "fees and costs": a_statement(FOUR_LINES, payee_name=LONG_NAME),
    "deductions": a_statement_with_net(),
    "credit": a_statement(
        [a_fee(quantity=-150, amount_cents=-8175), a_journey(quantity=-284, amount_cents=-1562)],
        credits="2026-000101",
    ),
}
LONG_WORD = "Kehittäjäkokemusasiantuntijakoulutusohjelmasuunnitteluryhmä" * 4


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", STATEMENTS)
def test_a_statement_is_one_sheet_that_looks_right(printed, code, kind):
    pdf = printed("statement", code, statement=STATEMENTS[kind])

    assert faults(pdf) == []
    assert len(pages_of(pdf)) == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_forty_lines_look_right_on_every_sheet(printed, code):
    pdf = printed("statement", code, statement=a_statement(a_years_lines(40)))

    assert faults(pdf) == []
    assert len(pages_of(pdf)) > 1


def test_too_long_a_word_is_broken_within_its_column(printed):
    statement = a_statement([a_fee(title=LONG_WORD), *FOUR_LINES[1:]], payer_name=LONG_WORD[:60])

    assert faults(printed("statement", statement=statement)) == []


@pytest.mark.parametrize(
    ("looks", "seen"),
    [
        ("body { overflow-wrap: normal }", "is out of the margins"),
        ("body { overflow-wrap: normal }", "ink at the right edge"),
        (".lines .price { width: 5mm } td { white-space: nowrap }", " over "),
        ("p, td, th { line-height: .6 }", " over "),
        ("table { margin-left: -15mm }", "is out of the margins"),
    ],
)
def test_looks_that_are_wrong_are_seen(papers, looks, seen):
    """Otherwise the tests above would see nothing."""
    statement = a_statement([a_fee(title=LONG_WORD), *FOUR_LINES[1:]])
    with papers.app_context(), in_language("fi"):
        page = papers.jinja_env.get_template("documents/statement.html")
        html = page.render(statement=statement, printable=printable)
    spoilt = html.replace("</head>", f"<style>{looks}</style></head>")

    found = faults(html_to_pdf(spoilt, identifier="example-1", moment=MOMENT))

    assert spoilt != html
    assert any(seen in fault for fault in found)
