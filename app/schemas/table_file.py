"""An uploaded table: read, or refused in words the coordinator can act on."""

from collections.abc import Callable

from marshmallow import ValidationError

from app.gateways.spreadsheets import Table, UnreadableFile, read_table
from app.language import lazy
from app.schemas.types import Reason, Words, reason

SAVE_AS_CSV = lazy("Save it as CSV (UTF-8) or as an ordinary .xlsx and try again.")
SPLIT = lazy("Split the file in two, or leave out what is not needed.")

NO_FILE = Words(lazy("No file was chosen."), lazy("Choose the file with the people."))

WORDS = {
    "empty_file": Words(lazy("The file is empty."), lazy("Choose the file with the people.")),
    "file_too_large": Words(lazy("The file is too large: at most 5 MB."), SPLIT),
    "utf_16": Words(lazy("The file is UTF-16 text, which is not read here."), SAVE_AS_CSV),
    "encoding": Words(lazy("The letters of the file cannot be read."), SAVE_AS_CSV),
    "not_a_table": Words(lazy("The file is not a CSV or .xlsx table."), SAVE_AS_CSV),
    "other_workbook": Words(lazy("Only .xlsx workbooks are read here."), SAVE_AS_CSV),
    "old_workbook": Words(lazy("The file is an old .xls workbook."), SAVE_AS_CSV),
    "password": Words(
        lazy("The workbook is locked with a password."), lazy("Save it without one and try again.")
    ),
    "macros": Words(lazy("The workbook holds macros."), SAVE_AS_CSV),
    "external_links": Words(
        lazy("The workbook takes values from other workbooks."),
        lazy("Break the links, so that the values themselves are in it."),
    ),
    "uncounted_formula": Words(
        lazy("The workbook has a formula whose value is not saved."),
        lazy("Open it in the spreadsheet program, save it and try again."),
    ),
    "damaged_workbook": Words(lazy("The workbook is damaged."), SAVE_AS_CSV),
    "dtd": Words(lazy("The workbook is not built as workbooks are."), SAVE_AS_CSV),
    "zip_bomb": Words(lazy("The workbook unpacks into far too much."), SAVE_AS_CSV),
    "too_heavy": Words(lazy("The workbook takes too much time or memory to read."), SAVE_AS_CSV),
    "too_many_rows": Words(lazy("The file has too many rows: at most 20,000."), SPLIT),
    "too_many_columns": Words(lazy("The file has too many columns: at most 200."), SPLIT),
    "cell_too_long": Words(
        lazy("A cell has far too much text."), lazy("Look for a quotation mark without its pair.")
    ),
    "quote": Words(
        lazy("A quotation mark has no pair."),
        lazy("Write every quotation mark inside quotes twice, or take it out."),
    ),
}
ON_ROW = lazy("On row %(row)s:")


def read_table_file(content: bytes, knows: Callable[[str], bool], *, field: str = "file") -> Table:
    """The table in the bytes; `knows` tells a name of a column. Raises ValidationError."""
    try:
        return read_table(content, knows)
    except UnreadableFile as unreadable:
        raise ValidationError({field: [_why(unreadable)]}) from None


def _why(unreadable: UnreadableFile) -> Reason:
    why = reason(unreadable.code, WORDS[unreadable.code])
    if unreadable.row is None:
        return why
    where = str(ON_ROW) % {"row": unreadable.row}
    return Reason(why.code, f"{where} {why.message}", why.fix)
