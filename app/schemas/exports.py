"""The map of a payroll file as a form writes it: columns in order, and how they are written."""

from typing import Any

from marshmallow import ValidationError, post_load

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import Choice, Count, Flag, Many, Part, Text, Words, reason
from invoices.payroll_files.cells import DayFormat, DecimalSign
from invoices.payroll_files.export_map import (
    FIXED,
    NEEDED,
    SOURCES,
    Column,
    Delimiter,
    Encoding,
    ExportMap,
    FileKind,
    Per,
)

LONGEST_HEADING = 60
MOST_COLUMNS = 40
NEEDS = Words(
    lazy("Payroll cannot be without this column: %(column)s."), lazy("Add it and look again.")
)
UNKNOWN_SOURCE = Words(lazy("There is no such column."), lazy("Choose one of the list."))


class ColumnSchema(Schema):
    """place: its turn from the left; without a source the row is left out."""

    place = Count(load_default=MOST_COLUMNS)
    source = Text(max_length=40)
    heading = Text(max_length=LONGEST_HEADING)
    text = Text(max_length=LONGEST_HEADING)


class MapSchema(Schema):
    per = Choice(Per, required=True)
    columns = Many(Part(ColumnSchema), most=MOST_COLUMNS, repeats=True, load_default=list)
    kind = Choice(FileKind, required=True)
    encoding = Choice(Encoding, load_default=Encoding.MARKED)
    delimiter = Choice(Delimiter, load_default=Delimiter.SEMICOLON)
    decimal_sign = Choice(DecimalSign, load_default=DecimalSign.COMMA)
    day_format = Choice(DayFormat, load_default=DayFormat.FINNISH)
    quiet = Flag(load_default=False)
    look = Flag(load_default=False)

    @post_load
    def as_map(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """{"chosen": ExportMap, "look": whether only to look}"""
        look, per, rows = values.pop("look"), values["per"], values.pop("columns")
        told = [row for row in rows if row.get("source")]
        in_order = sorted(told, key=lambda row: row["place"])
        columns = tuple(_column(per, row) for row in in_order)
        sources = {column.source for column in columns}
        for needed in NEEDED[per]:
            if needed not in sources:
                name = SOURCES[per][needed]
                raise ValidationError({"columns": [reason("required", NEEDS, column=name)]})
        return {"chosen": ExportMap(columns=columns, **values), "look": look}


def _column(per: Per, row: dict[str, Any]) -> Column:
    source = row["source"]
    if source != FIXED and source not in SOURCES[per]:
        raise ValidationError({"columns": [reason("type", UNKNOWN_SOURCE)]})
    heading = row.get("heading") or SOURCES[per].get(source, "")
    return Column(source, heading, row.get("text") or "" if source == FIXED else "")
