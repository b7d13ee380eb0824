"""A coordinator's own file is read whatever its name, or refused with its reason, in seconds."""

import io
import re
import time
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from app.gateways.spreadsheets import UnreadableFile, read_table
from app.language import in_language
from app.schemas.table_file import WORDS, read_table_file

LONGEST_WAIT = 12  # seconds; the goal is two on a quiet machine
OLE = b"\xd0\xcf\x11\xe0"
NAMES = {"nimi", "sähköposti", "puhelin"}
CSV = "Nimi{0}Sähköposti{0}Puhelin\nMaija Öhman{0}m@x.fi{0}040\n\nPekka{0}p@x.fi{0}050\n"


def knows(cell):
    return cell.casefold() in NAMES


def a_workbook(fill):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        fill(workbook)
    return content.getvalue()


def simple(workbook):
    sheet = workbook.add_worksheet()
    sheet.write_row("A1", ["Nimi", "Sähköposti"])
    sheet.write_row("A2", ["Maija", "m@x.fi"])


def repacked(content, change=lambda name, part: part, **more):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name.replace("__", "/"), part)
    return packed.getvalue()


def in_sheet(old, new):
    return lambda name, part: re.sub(old, new, part) if "sheet1" in name else part


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_with_any_delimiter_and_letters(delimiter, encoding):
    table = read_table(CSV.format(delimiter).encode(encoding), knows)

    assert table.header.cells == ("Nimi", "Sähköposti", "Puhelin")
    assert [(row.number, row.cells[0]) for row in table.rows] == [(2, "Maija Öhman"), (4, "Pekka")]


def test_titles_may_stand_above_the_header():
    table = read_table(("Rekisteri;2026\n\n" + CSV.format(";")).encode(), knows)

    assert (table.header.number, table.rows[0].number) == (3, 4)


def test_excels_own_hint_of_the_delimiter_is_followed():
    assert read_table(("sep=,\n" + CSV.format(",")).encode(), knows).header.number == 2


def test_a_line_break_in_quotes_stays_in_its_cell():
    table = read_table(b'Nimi;Puhelin\n"a\nb";1\nc;2', knows)

    assert [(row.number, row.cells) for row in table.rows] == [(2, ("a\nb", "1")), (3, ("c", "2"))]


def test_a_formula_is_only_text():
    table = read_table(b"Nimi;Puhelin\n=cmd|'/c calc'!A0;1", knows)

    assert table.rows[0].cells[0] == "=cmd|'/c calc'!A0"


def test_a_workbook_is_read_as_people_see_it():
    def fill(workbook):
        day = workbook.add_format({"num_format": "d.m.yyyy"})
        workbook.add_worksheet("Ohje").write("A1", "Täytä seuraava sivu")
        sheet = workbook.add_worksheet("Rekisteri")
        sheet.write_row("B3", ["Nimi", "Sähköposti"])
        sheet.write_row("B5", ["Maija", 12.5])
        sheet.write_datetime("D5", date(2026, 3, 31), day)
        sheet.write_row("E5", [45231, True])
        sheet.write_formula("G5", "=1+1", None, 2)
        sheet.set_row(4, None, None, {"hidden": True})

    table = read_table(a_workbook(fill), knows)

    assert (table.header.number, [row.number for row in table.rows]) == (3, [5])
    assert table.rows[0].cells[-6:] == ("Maija", "12,5", "31.3.2026", "45231", "true", "2")


@pytest.mark.parametrize("dimension", [b"A1:A1", b"A1:XFD1048576"])
def test_a_workbook_that_lies_about_its_size_is_read_whole(dimension):
    lie = in_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="' + dimension + b'"')

    table = read_table(repacked(a_workbook(simple), lie), knows)

    assert [row.cells for row in table.rows] == [("Maija", "m@x.fi")]


PLAIN = a_workbook(simple)
UNCOUNTED = a_workbook(lambda book: book.add_worksheet().write_formula("A1", "=1+1", None, ""))
SPARSE = a_workbook(lambda book: book.add_worksheet().write(1_048_575, 16_383, "x"))
WIDE = a_workbook(lambda book: book.add_worksheet().write(0, 300, "x"))
ENTITY = in_sheet(
    rb"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
)
UNREADABLE = {
    "nothing": (b" \n", "empty_file"),
    "too large": (b"x" * (5 * 2**20 + 1), "file_too_large"),
    "utf-16": (CSV.encode("utf-16"), "utf_16"),
    "binary": (b"Nimi;a\x00b", "not_a_table"),
    "pdf": (b"%PDF-1.7", "not_a_table"),
    "undefined letters": (b"Nimi\n\x81\x8d", "encoding"),
    "quote without a pair": (b'Nimi;Puhelin\n"a;1\nb;2\n', "quote"),
    "endless cell": (b"Nimi;Puhelin\n" + b"x" * 10**6, "cell_too_long"),
    "a million rows": (b"Nimi;a\n" + b"a;b\n" * 10**6, "too_many_rows"),
    "wide": (b"Nimi;a\n" + b";" * 500 + b"x\n", "too_many_columns"),
    "old xls": (OLE + b"\x00" * 100, "old_workbook"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "another zip": (repacked(PLAIN)[:400] + b"\x00" * 9, "damaged_workbook"),
    "cut": (PLAIN[: len(PLAIN) // 2], "damaged_workbook"),
    "sparse bomb": (SPARSE, "too_many_rows"),
    "wide sheet": (WIDE, "too_many_columns"),
    "inflated bomb": (repacked(PLAIN, xl__media__x=b"0" * 60_000_000), "zip_bomb"),
    "many members": (repacked(PLAIN, **{f"m{n}": b"" for n in range(10_000)}), "zip_bomb"),
    "path": (repacked(PLAIN, **{"..__x": b""}), "zip_bomb"),
    "entities": (repacked(PLAIN, ENTITY), "dtd"),
    "macros": (repacked(PLAIN, **{"xl__vbaProject.bin": b"x"}), "macros"),
    "links": (repacked(PLAIN, **{"xl__externalLinks__a.xml": b"<a/>"}), "external_links"),
    "uncounted formula": (UNCOUNTED, "uncounted_formula"),
}


@pytest.mark.parametrize(("content", "code"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_a_file_that_cannot_be_read_says_why_and_soon(content, code):
    began = time.perf_counter()

    with pytest.raises(UnreadableFile) as refused:
        read_table(content, knows)

    assert refused.value.code == code
    assert time.perf_counter() - began < LONGEST_WAIT


def test_every_reason_has_words():
    assert {code for _, code in UNREADABLE.values()} <= set(WORDS)


def test_the_row_of_the_fault_is_told():
    with in_language("en"), pytest.raises(ValidationError) as refused:
        read_table_file(b'Nimi;Puhelin\na;1\n"b;2\n', knows)

    assert refused.value.messages["file"][0].startswith("On row 3: A quotation mark")


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_no_bytes_break_the_reader(content):
    if content.startswith(b"PK\x03\x04"):
        return
    with suppress(UnreadableFile):
        read_table(content, knows)
