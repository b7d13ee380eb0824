"""Reads payroll's files back by their maps, apart from what writes them on purpose."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import python_calamine

from invoices.payroll_files.cells import DecimalSign
from invoices.payroll_files.export_map import DELIMITERS, ExportMap, FileKind, Per

AMOUNT = {Per.PERSON: "total", Per.LINE: "amount"}


@dataclass(frozen=True)
class FoundRow:
    """number: of the statement, position: of the line; None where the map leaves them out."""

    cents: int
    number: str | None
    position: int | None


def rows_of(file: bytes, chosen: ExportMap) -> list[FoundRow]:
    """Raises LookupError, ValueError for what is not such a file."""
    rows = _of_workbook(file) if chosen.kind == FileKind.XLSX else _of_text(file, chosen)
    return [_row(cells, chosen) for cells in rows[0 if chosen.quiet else 1 :]]


def _of_workbook(file: bytes) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def _of_text(file: bytes, chosen: ExportMap) -> list[list[Any]]:
    text = io.StringIO(file.decode(chosen.encoding), newline="")
    return list(csv.reader(text, delimiter=DELIMITERS[chosen.delimiter]))


def _row(cells: list[Any], chosen: ExportMap) -> FoundRow:
    amount, number, position = (
        chosen.place_of(source) for source in (AMOUNT[chosen.per], "number", "position")
    )
    if amount is None:
        raise LookupError(AMOUNT[chosen.per])
    return FoundRow(
        cents=_cents(cells[amount], chosen.decimal_sign),
        number=None if number is None else str(cells[number]),
        position=None if position is None else int(cells[position]),
    )


def _cents(cell: Any, sign: DecimalSign) -> int:
    """Euros with two decimals. Raises ValueError."""
    if isinstance(cell, bool | date | datetime):
        raise ValueError(cell)
    text = str(cell).strip()
    if isinstance(cell, str) and sign == DecimalSign.COMMA:
        text = text.replace(".", "x").replace(",", ".")  # a point is no part of such a number
    try:
        cents = Decimal(text) * 100
    except InvalidOperation:
        raise ValueError(cell) from None
    if cents != int(cents):
        raise ValueError(cell)
    return int(cents)
