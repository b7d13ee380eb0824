"""A table as an XLSX workbook whose text is always text and never a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from invoices.payroll_files.cells import Cell, DayFormat, Money, Quantity

DAY_PATTERNS = {
    DayFormat.FINNISH: "d.m.yyyy",
    DayFormat.PADDED: "dd.mm.yyyy",
    DayFormat.ISO: "yyyy-mm-dd",
    DayFormat.DIGITS: "yyyymmdd",
}
NOTHING_RUNS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_CELL = 32_767  # characters a cell takes


def workbook(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, made_on: date, form: DayFormat
) -> bytes:
    """One sheet; `made_on` is what the file says of its making, so that bytes stay the same."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, NOTHING_RUNS) as book:
        book.set_properties({"created": datetime.combine(made_on, time())})
        sheet = book.add_worksheet()
        forms = {
            "money": book.add_format({"num_format": "0.00"}),
            "fine": book.add_format({"num_format": "0.0000"}),
            "day": book.add_format({"num_format": DAY_PATTERNS[form]}),
        }
        for row, cells in enumerate([header, *rows] if header else rows):
            _write(sheet, row, cells, forms)
    return file.getvalue()


def _write(sheet: Worksheet, row: int, cells: Sequence[Cell], forms: dict[str, Format]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, Money):
            sheet.write_number(row, column, float(Decimal(cell.cents) / 100), forms["money"])
        elif isinstance(cell, Quantity):
            fine = forms["money" if cell.places == 2 else "fine"]
            sheet.write_number(row, column, float(round(cell.exact, cell.places)), fine)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime.combine(cell, time()), forms["day"])
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell)
        else:
            sheet.write_string(row, column, cell[:LONGEST_CELL])
