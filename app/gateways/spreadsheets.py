"""A file of a person's own table, CSV or XLSX, as rows of text with their row numbers."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
SECONDS = 10
DELIMITERS = (";", "\t", ",")
SAMPLE_ROWS = 30
HIGHEST_HEADER = 20

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WIDE = (b"\xff\xfe", b"\xfe\xff")
READER = Path(__file__).with_name("workbook_reader.py")


class UnreadableFile(Exception):
    """The file cannot be read; `code` says why, `row` where, when that is known."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.row = code, row


@dataclass(frozen=True, slots=True)
class Row:
    """number: as the spreadsheet program shows it, from 1; cells: trimmed text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    header: Row
    rows: tuple[Row, ...]


def read_table(content: bytes, knows: Callable[[str], bool]) -> Table:
    """The table in a file, whatever its name says it is.

    knows  whether a cell is a name of a column; the header is the row with most such names
           among the first ones, so that a title may stand above it
    Blank rows are left out. Raises UnreadableFile.
    """
    if not content.strip():
        raise UnreadableFile("empty_file")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("file_too_large")
    if content.startswith(OLE):
        raise UnreadableFile("password" if ENCRYPTED in content else "old_workbook")
    if content.startswith(PDF):
        raise UnreadableFile("not_a_table")
    sheets = _sheets_of_workbook(content) if content.startswith(ZIP) else [_rows_of_text(content)]
    tables = [_table(rows, knows) for rows in sheets if rows]
    if not tables:
        raise UnreadableFile("empty_file")
    return max(tables, key=lambda table: _known(table.header, knows))


def _table(rows: list[Row], knows: Callable[[str], bool]) -> Table:
    top = rows[:HIGHEST_HEADER]
    header = max(top, key=lambda row: (_known(row, knows), sum(map(bool, row.cells)) > 1))
    return Table(header, tuple(rows[rows.index(header) + 1 :]))


def _known(row: Row, knows: Callable[[str], bool]) -> int:
    return sum(1 for cell in row.cells if cell and knows(cell))


def _numbered(records: Iterable[Iterable[str]]) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        cells = tuple(cell.strip() for cell in record)
        if any(cells):
            yield Row(number, cells)


def _rows_of_text(content: bytes) -> list[Row]:
    text = _decoded(content)
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=":
        # The line stays, as an empty one, so that the numbers of the rows stay right.
        delimiter, text = text[4:5], text[5:]
    rows: list[Row] = []
    for row in _numbered(_records(text, delimiter)):
        if len(row.cells) > MOST_COLUMNS:
            raise UnreadableFile("too_many_columns", row.number)
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise UnreadableFile("too_many_rows", row.number)
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith(WIDE):
        raise UnreadableFile("utf_16")
    if b"\x00" in content:
        raise UnreadableFile("not_a_table")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableFile("encoding") from None


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, 1):  # noqa: B007 - told when the next one fails
            yield record
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quote"
        raise UnreadableFile(code, number + 1) from None


def _delimiter(text: str) -> str:
    """The one that cuts most of the first rows into the same number of columns."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for row in _numbered(_records(text, delimiter)):
            widths[len(row.cells)] += 1
            if widths.total() == SAMPLE_ROWS:
                break
    except UnreadableFile:
        pass  # The chosen delimiter meets the same fault again and tells it with its row.
    del widths[1]
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))


def _sheets_of_workbook(content: bytes) -> list[list[Row]]:
    """The visible sheets, read in a child process whose memory and time are limited."""
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(READER), str(MOST_ROWS), str(MOST_COLUMNS)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too_heavy") from None
    if child.returncode:
        raise UnreadableFile("too_heavy")
    found = json.loads(child.stdout)
    if "refused" in found:
        raise UnreadableFile(found["refused"], found.get("row"))
    return [[Row(number, tuple(cells)) for number, cells in sheet] for sheet in found["sheets"]]
