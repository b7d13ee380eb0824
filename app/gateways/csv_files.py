"""A table as a CSV file that spreadsheet programs open rightly and never run."""

import csv
import io
from collections.abc import Iterable

from invoices.payroll_files.cells import text_cell

BYTE_ORDER_MARK = "\ufeff"


def csv_file(rows: Iterable[Iterable[str]]) -> bytes:
    """UTF-8 with its mark, semicolons, and an apostrophe before what could be a formula."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([text_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")
