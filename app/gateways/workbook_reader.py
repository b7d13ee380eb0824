"""A program of its own: a workbook on standard input, its visible sheets as JSON on output.

It is run apart from the service, so that a workbook made to harm can only harm this process.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 8
MOST_MEMBERS = 200
MOST_INFLATED = 50 * 1024 * 1024
HIGHEST_RATIO = 100
SMALL = 1024 * 1024
CHUNK = 256 * 1024
OVERLAP = 400
TITLES = 1000  # rows that may be titles or blank

DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
CELL = re.compile(
    rb"<(?:[A-Za-z]\w*:)?c\s(?:[^<>]*?\s)?r=[\"']([A-Z]{1,7})([0-9]{1,10})[\"'][^<>]*?(?<!/)>"
)
UNCOUNTED = re.compile(rb"(?:</f>|<f\b[^<>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    most_rows, most_columns = int(sys.argv[1]), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    try:
        _look_through(content, most_rows, most_columns)
        answer: dict[str, Any] = {"sheets": _sheets(content, most_rows)}
    except Refused as refused:
        answer = {"refused": refused.code}
    except (zipfile.BadZipFile, python_calamine.CalamineError, NotImplementedError, OSError):
        answer = {"refused": "damaged_workbook"}
    except MemoryError:
        answer = {"refused": "too_heavy"}
    sys.stdout.write(json.dumps(answer))


def _look_through(content: bytes, most_rows: int, most_columns: int) -> None:
    """Refuses what is not a plain, small workbook, before anything understands it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise Refused("zip_bomb")
        _look_at_names([member.filename for member in members])
        inflated = 0
        for member in members:
            if member.flag_bits & 1:
                raise Refused("password")
            inflated += _look_into(
                archive, member, MOST_INFLATED - inflated, most_rows, most_columns
            )


def _look_at_names(names: list[str]) -> None:
    lower = [name.lower() for name in names]
    if "xl/workbook.xml" not in lower:
        raise Refused("other_workbook" if "content.xml" in lower else "not_a_table")
    if any(name.startswith("/") or ".." in name or "\\" in name for name in lower):
        raise Refused("zip_bomb")
    if any("vbaproject" in name or name.startswith("xl/macrosheets") for name in lower):
        raise Refused("macros")
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise Refused("external_links")


def _look_into(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, most_rows: int, most_columns: int
) -> int:
    size, kept = 0, b""
    is_sheet = member.filename.lower().startswith("xl/worksheets/")
    is_text = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > left or size > max(SMALL, HIGHEST_RATIO * member.compress_size):
                raise Refused("zip_bomb")
            piece = kept + chunk
            if is_text and DOCTYPE.search(piece.replace(b"\x00", b"")):
                raise Refused("dtd")
            if is_sheet:
                _look_at_cells(piece, most_rows, most_columns)
            kept = piece[-OVERLAP:]
    return size


def _look_at_cells(piece: bytes, most_rows: int, most_columns: int) -> None:
    if UNCOUNTED.search(piece):
        raise Refused("uncounted_formula")
    for column, row in CELL.findall(piece):
        if int(row) > most_rows + TITLES:
            raise Refused("too_many_rows")
        if _column_number(column) > most_columns:
            raise Refused("too_many_columns")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheets(content: bytes, most_rows: int) -> list[list[tuple[int, list[str]]]]:
    visible = python_calamine.SheetVisibleEnum.Visible
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == visible and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return [list(_rows(workbook.get_sheet_by_name(name), most_rows)) for name in names]


def _rows(sheet: Any, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [_text(value).strip() for value in values]
        if any(cells):
            if number > most_rows + TITLES:
                raise Refused("too_many_rows")
            yield number, cells


def _text(value: Any) -> str:
    """As a person in Finland would have written it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime):
        day = _text(value.date())
        return day if value.time() == time() else f"{day} {_text(value.time())}"
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, time):
        return f"{value.hour}.{value.minute:02}"
    if isinstance(value, timedelta):
        minutes = value // timedelta(minutes=1)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


if __name__ == "__main__":
    main()
