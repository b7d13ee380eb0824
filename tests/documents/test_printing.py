"""The printer: the same bytes every time, nothing fetched, limits kept, no letter lost."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.gateways import printer as printing
from app.gateways.printer import Printer
from invoices.printing.pdf import html_to_pdf
from invoices.refusals.statements import DocumentTooHeavy
from tests.documents.examples import a_sheet, a_statement

MOMENT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ADDRESSES = [
    "file:///etc/passwd",
    "http://127.0.0.1:9/x.png",
    "https://127.0.0.1:9/x",
    "ftp://[::1]/x",
]
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="


def a_page(body: str) -> str:
    return f'<!doctype html><html lang="fi"><title>Sivu</title><body>{body}</body></html>'


def print_here(body: str) -> bytes:
    return html_to_pdf(a_page(body), identifier="sivu", moment=MOMENT)


def test_the_same_document_gives_the_same_bytes(printed):
    first = printed("statement", statement=a_statement())

    assert printed("statement", statement=a_statement()) == first


def test_another_process_gives_the_same_bytes():
    body = "<h1>Sama</h1><p><b>Äijälä</b></p>"
    code = (
        "import sys; from datetime import datetime; from invoices.printing.pdf import html_to_pdf;"
        f"moment = datetime.fromisoformat({MOMENT.isoformat()!r});"
        f"pdf = html_to_pdf({a_page(body)!r}, identifier='sivu', moment=moment);"
        "sys.stdout.buffer.write(pdf)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment)

    assert run.stdout == print_here(body)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_fetched(monkeypatch, caplog, address):
    asked = []
    monkeypatch.setattr(socket.socket, "connect", lambda *where: asked.append(where))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **_: asked.append(where))

    print_here(f'<img alt="x" src="{address}"><link rel="attachment" href="{address}">')

    assert asked == []
    assert "disallowed protocol" in caplog.text


def test_a_picture_inside_the_page_is_printed(caplog):
    assert b"/Image" in print_here(f'<img alt="piste" src="{DOT}">')
    assert "disallowed" not in caplog.text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Äijälä Ŋŋ Šž Łódź Иван", "Äijälä Ŋŋ Šž Łódź Иван"),
        ("hyvä 👍🏽!", "hyvä [thumbs up sign]"),
        ("１２ ｋｍ", "12 km"),
        ("a\u202eb\u200dc", "abc"),
        ("A\u0308ija\u0308la\u0308", "Äijälä"),
        ("宽", "[cjk unified ideograph-5bbd]"),
        ("＜b＞", "[fullwidth less-than sign]b"),
    ],
)
def test_every_letter_is_printed_or_written_out(words_on, written, shown):
    assert shown in words_on(print_here(f"<p>{written}</p>"))


def test_letters_are_not_drawn_together():
    assert glyphs(print_here("<p>offi<b>ffi</b></p>")) == glyphs(
        print_here("<p>oxxx<b>xxx</b></p>")
    )


def glyphs(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        shown = [each for each in pikepdf.parse_content_stream(document.pages[0])]
    texts = [each.operands[0] for each in shown if str(each.operator) == "TJ"]
    return sum(
        len(bytes(part)) for text in texts for part in text if isinstance(part, pikepdf.String)
    )


def test_a_page_that_takes_too_much_is_refused_and_the_next_one_printed(monkeypatch):
    printer = Printer()
    rows = "<tr><td>rivi</td></tr>" * 200_000

    with pytest.raises(DocumentTooHeavy):
        printer.print(a_page("<div>" * 3000), "syvä", MOMENT)
    with pytest.raises(DocumentTooHeavy):
        printer.print(a_page(f"<table>{rows}</table>"), "pitkä", MOMENT)

    assert printer.print(a_page("hyvä"), "sivu", MOMENT).startswith(b"%PDF")
    printer.close()


@pytest.fixture
def begun(monkeypatch):
    """The child processes that have been started."""
    begun, start = [], printing._started

    def note():
        begun.append(start())
        return begun[-1]

    monkeypatch.setattr(printing, "_started", note)
    return begun


def printed_at_once(printer: Printer) -> list[bytes]:
    """Pages of which each takes a moment, asked for by four threads."""
    rows = "<tr><td>rivi</td></tr>" * 300
    pages = [a_page(f"<h1>{number}</h1><table>{rows}</table>") for number in range(8)]
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda page: printer.print(page, "sivu", MOMENT), pages)
        return list(found)


def test_two_children_print_the_same_bytes_as_one(begun):
    one, two = Printer(), Printer(at_once=2)

    alone, together = printed_at_once(one), printed_at_once(two)
    one.close()
    two.close()

    assert together == alone
    assert len(set(alone)) == 8
    assert len(begun) == 1 + 2
    assert [child.poll() for child in begun] == [0, 0, 0]


def test_who_prints_one_after_another_begins_one_child(begun):
    printer = Printer(at_once=2)
    for number in range(3):
        printer.print(a_page(f"{number}"), "sivu", MOMENT)
    printer.close()

    assert len(begun) == 1


def test_a_forked_copy_prints_by_children_of_its_own(begun):
    printing.printer.print(a_page("yksi"), "sivu", MOMENT)
    copy = os.fork()
    if copy == 0:
        printing.printer.print(a_page("yksi"), "sivu", MOMENT)
        os._exit(len({child.pid for child in begun}) + 100)

    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == len(begun) + 101
    assert printing.printer.print(a_page("yksi"), "sivu", MOMENT).startswith(b"%PDF")


def test_a_killed_printer_is_replaced(begun):
    printer = Printer()
    first = printer.print(a_page("yksi"), "sivu", MOMENT)

    os.kill(begun[0].pid, signal.SIGKILL)

    assert printer.print(a_page("yksi"), "sivu", MOMENT) == first
    printer.close()


def test_the_printer_knows_no_secrets(monkeypatch, begun):
    monkeypatch.setenv("RINNALLA_SECRET_KEY", "not-for-printers")
    printer = Printer()
    printer.print(a_page("yksi"), "sivu", MOMENT)

    environment = Path(f"/proc/{begun[0].pid}/environ").read_bytes()

    assert b"not-for-printers" not in environment
    printer.close()


def test_missing_letters_do_not_push_a_sheet_over_its_page(printed, page_count):
    assert page_count(printed("sheet", sheet=a_sheet(preparation="👍" * 3000))) == 1
