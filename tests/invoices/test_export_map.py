"""An organisation's own columns: every choice is read back to the same cents, and nothing runs."""

import csv
import io
import zipfile

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from invoices.payroll_files.beside import BESIDE_LINE, BY_TAX, OF_NET
from invoices.payroll_files.cells import DayFormat, DecimalSign, encoded
from invoices.payroll_files.export_map import (
    FIXED,
    NEEDED,
    SOURCES,
    Column,
    ColumnMissing,
    Delimiter,
    Encoding,
    ExportMap,
    FileKind,
    Per,
    UnknownColumn,
    as_stored,
    checked,
    read_stored,
    usual_map,
)
from invoices.payroll_files.ledger import OF_LINE, OF_PERSON, UNIT_NAMES, payroll_file
from invoices.statements.statement import PARTS_OF_UNIT
from invoices.statements.verify import find_wrong_file
from tests.invoices.build import a_drive, a_line, a_statement
from tests.invoices.money_strategies import several_statements


@st.composite
def maps(draw, per: Per) -> ExportMap:
    others = sorted({*SOURCES[per], FIXED} - set(NEEDED[per]))
    more = draw(st.lists(st.sampled_from(others), max_size=8, unique=True))
    sources = draw(st.permutations([*NEEDED[per], *more]))
    headings = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
    return ExportMap(
        per=per,
        columns=tuple(Column(source, draw(headings), "vakio") for source in sources),
        kind=draw(st.sampled_from(FileKind)),
        encoding=draw(st.sampled_from(Encoding)),
        delimiter=draw(st.sampled_from(Delimiter)),
        decimal_sign=draw(st.sampled_from(DecimalSign)),
        day_format=draw(st.sampled_from(DayFormat)),
        quiet=draw(st.booleans()),
    )


@given(several_statements(), maps(Per.PERSON), maps(Per.LINE))
def test_whatever_the_columns_both_files_sum_to_the_statements(statements, people, lines):
    files = {
        "per_person": payroll_file(people, statements),
        "per_line": payroll_file(lines, statements),
    }

    found = find_wrong_file(statements, **files, person_map=people, line_map=lines)

    assert found is None


@pytest.mark.parametrize("kind", FileKind)
@pytest.mark.parametrize("per", Per)
def test_a_changed_cent_is_found_in_every_kind_of_file(kind, per):
    chosen = ExportMap(per=per, columns=usual_map(per).columns, kind=kind)
    right, wrong = a_statement(a_line()), a_statement(a_line(price_cents=4002))
    maps = {"person_map": usual_map(Per.PERSON), "line_map": usual_map(Per.LINE)}
    files = {
        "per_person": payroll_file(maps["person_map"], [right]),
        "per_line": payroll_file(maps["line_map"], [right]),
    }
    maps[f"{per}_map"] = chosen

    for statement, holds in ((right, True), (wrong, False)):
        files[f"per_{per}"] = payroll_file(chosen, [statement])
        assert (find_wrong_file([right], **files, **maps) is None) is holds


@given(maps(Per.LINE))
def test_a_map_is_stored_and_read_back(chosen):
    assert read_stored(as_stored(chosen)) == chosen


def test_columns_have_their_order_headings_signs_and_fixed_texts():
    chosen = ExportMap(
        per=Per.LINE,
        columns=(
            Column(FIXED, "Yritys", "007"),
            Column("person_number", "HLO"),
            Column("day", "PVM"),
            Column("quantity", "KPL"),
            Column("amount", "EUR"),
            Column("route", "REITTI"),
        ),
        encoding=Encoding.PLAIN,
        delimiter=Delimiter.TAB,
        decimal_sign=DecimalSign.POINT,
        day_format=DayFormat.ISO,
    )

    file = payroll_file(chosen, [a_statement(a_drive())])

    assert file.decode() == (
        "Yritys\tHLO\tPVM\tKPL\tEUR\tREITTI\r\n"
        "007\t700123\t2026-11-05\t42.50\t23.38\tÄänekoski–Jyväskylä–Äänekoski\r\n"
    )


def test_a_workbook_has_typed_cells_and_runs_nothing():
    chosen = ExportMap(
        per=Per.LINE,
        columns=tuple(
            Column(source, "=1+1")
            for source in ("person_number", "amount", "day", "quantity", "purpose", "name")
        ),
        kind=FileKind.XLSX,
    )
    statement = a_statement(
        a_drive(purpose='=HYPERLINK("http://x")'), person_number="00042", person_name="@Åsa"
    )

    file = payroll_file(chosen, [statement])

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0)
    header, row = sheet.to_python()
    assert header == ["=1+1"] * 6
    assert row[:2] == ["00042", 23.38]
    assert str(row[2])[:10] == "2026-11-05"
    assert row[3:] == [42.5, '=HYPERLINK("http://x")', "@Åsa"]
    assert b"<f>" not in b"".join(_parts(file))


def test_the_same_statements_give_the_same_bytes():
    chosen = ExportMap(per=Per.LINE, columns=usual_map(Per.LINE).columns, kind=FileKind.XLSX)

    assert payroll_file(chosen, [a_statement()]) == payroll_file(chosen, [a_statement()])


def test_headings_and_fixed_texts_run_no_formula_either():
    chosen = ExportMap(
        per=Per.LINE,
        columns=(
            Column("person_number", "=A1"),
            Column("amount", "+1"),
            Column(FIXED, "x", "@SUM(1)"),
        ),
    )

    text = payroll_file(chosen, [a_statement()]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert rows[0] == ["'=A1", "'+1", "x"]
    assert rows[1][2] == "'@SUM(1)"


def test_a_letter_that_an_old_encoding_lacks_loses_its_mark():
    assert encoded("Åsa Čapek Đ", "cp1252") == "Åsa Capek ?".encode("cp1252")


def test_what_payroll_cannot_be_without_is_asked_for():
    for per in Per:
        assert checked(usual_map(per)) == usual_map(per)
        for needed in NEEDED[per]:
            columns = tuple(c for c in usual_map(per).columns if c.source != needed)
            with pytest.raises(ColumnMissing):
                checked(ExportMap(per=per, columns=columns))
        unknown = (*usual_map(per).columns, Column("hetu", "Hetu"))
        with pytest.raises(UnknownColumn):
            checked(ExportMap(per=per, columns=unknown))


def test_every_column_that_can_be_chosen_can_be_told():
    assert SOURCES[Per.PERSON].keys() == OF_PERSON.keys() | BY_TAX.keys() | OF_NET.keys()
    assert SOURCES[Per.LINE].keys() == OF_LINE.keys() | BESIDE_LINE.keys()
    assert UNIT_NAMES.keys() == PARTS_OF_UNIT.keys()


def _parts(file: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        return [book.read(name) for name in book.namelist()]
