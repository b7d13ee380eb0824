"""What an organisation's payroll reads: which columns, in which order, and how they are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from invoices.payroll_files.cells import DayFormat, DecimalSign
from invoices.refusals import MoneyRefusal

FIXED = "fixed"  # a column that says the same on every row


class Per(StrEnum):
    """What one row is."""

    PERSON = "person"
    LINE = "line"


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class Encoding(StrEnum):
    MARKED = "utf-8-sig"  # UTF-8 with the mark that spreadsheets look for
    PLAIN = "utf-8"
    WINDOWS = "cp1252"


class Delimiter(StrEnum):
    SEMICOLON = "semicolon"
    COMMA = "comma"
    TAB = "tab"


DELIMITERS = {Delimiter.SEMICOLON: ";", Delimiter.COMMA: ",", Delimiter.TAB: "\t"}

# What a column can tell, with the heading it has unless another is chosen.
SOURCES: dict[Per, dict[str, str]] = {
    Per.PERSON: {
        "person_number": "Henkilönumero",
        "name": "Nimi",
        "numbers": "Erittelyt",
        "month": "Palkkakausi",
        "pay_on": "Maksupäivä",
        "fees": "Palkkiot",
        "tax_free": "Verovapaat korvaukset",
        "total": "Yhteensä",
        "given": "Annettu rahan sijasta",
        "kilometres": "Kilometrit",
        "payer": "Maksaja",
        "business_id": "Y-tunnus",
        "came_back": "Palautunut maksu uudelleen",
        "withheld": "Ennakonpidätys",
        "pension": "Työeläkemaksu",
        "unemployment": "Työttömyysvakuutusmaksu",
        "net": "Maksetaan",
    },
    Per.LINE: {
        "person_number": "Henkilönumero",
        "name": "Nimi",
        "number": "Erittely",
        "position": "Rivi",
        "pay_code": "Palkkalaji",
        "cost_centre": "Kustannuspaikka",
        "project": "Projekti",
        "day": "Päivä",
        "quantity": "Määrä",
        "unit": "Yksikkö",
        "price": "Hinta",
        "amount": "Summa",
        "purpose": "Tarkoitus",
        "route": "Reitti",
        "times": "Kellonajat",
        "given": "Annettu rahan sijasta",
        "title": "Selite",
        "income_type": "Tulolaji",
        "decision": "Päätös",
        "month": "Palkkakausi",
        "pay_on": "Maksupäivä",
        "payer": "Maksaja",
        "business_id": "Y-tunnus",
        "account": "Tili",
        "payment": "Maksun tunnus",
    },
}
USUAL = {Per.PERSON: 9, Per.LINE: 16}  # of the sources above, in their order
# What the usual file tells besides, where the organisation withholds and pays by itself.
PAID_BY_BANK = {
    Per.PERSON: ("came_back", "withheld", "pension", "unemployment", "net"),
    Per.LINE: ("title", "account", "payment"),
}
# A person's total is what is paid as money; what was given is beside it, and only taxed.
# Without these payroll does not know whom to pay, or how much.
NEEDED = {Per.PERSON: ("person_number", "total"), Per.LINE: ("person_number", "amount")}


class ColumnMissing(MoneyRefusal):
    """The map leaves out a column that payroll cannot be without."""

    code = "export_column_missing"


class UnknownColumn(MoneyRefusal):
    """The map names something no row tells."""

    code = "export_column_unknown"


@dataclass(frozen=True)
class Column:
    """source: a name of SOURCES, or FIXED with `text` as its value."""

    source: str
    heading: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ExportMap:
    """Columns in their order. With `quiet` the file has no row of headings."""

    per: Per
    columns: tuple[Column, ...] = field(default=())
    kind: FileKind = FileKind.CSV
    encoding: Encoding = Encoding.MARKED
    delimiter: Delimiter = Delimiter.SEMICOLON
    decimal_sign: DecimalSign = DecimalSign.COMMA
    day_format: DayFormat = DayFormat.FINNISH
    quiet: bool = False

    def place_of(self, source: str) -> int | None:
        """Where the column stands, from 0."""
        places = (n for n, column in enumerate(self.columns) if column.source == source)
        return next(places, None)


def usual_map(per: Per, *, by_bank: bool = False) -> ExportMap:
    """What the files are like until an organisation chooses otherwise."""
    sources = [*list(SOURCES[per])[: USUAL[per]], *(PAID_BY_BANK[per] if by_bank else ())]
    columns = tuple(Column(source, SOURCES[per][source]) for source in sources)
    return ExportMap(per=per, columns=columns)


def checked(chosen: ExportMap) -> ExportMap:
    """Raises UnknownColumn, ColumnMissing."""
    known = {*SOURCES[chosen.per], FIXED}
    sources = [column.source for column in chosen.columns]
    if unknown := [source for source in sources if source not in known]:
        raise UnknownColumn(column=unknown[0])
    if missing := [source for source in NEEDED[chosen.per] if source not in sources]:
        raise ColumnMissing(column=SOURCES[chosen.per][missing[0]])
    return chosen


def as_stored(chosen: ExportMap) -> dict[str, Any]:
    """Plain values, to be kept beside the file they made."""
    return {
        "per": str(chosen.per),
        "columns": [[one.source, one.heading, one.text] for one in chosen.columns],
        "kind": str(chosen.kind),
        "encoding": str(chosen.encoding),
        "delimiter": str(chosen.delimiter),
        "decimal_sign": str(chosen.decimal_sign),
        "day_format": str(chosen.day_format),
        "quiet": chosen.quiet,
    }


def read_stored(values: Mapping[str, Any]) -> ExportMap:
    return ExportMap(
        per=Per(values["per"]),
        columns=tuple(Column(*each) for each in values["columns"]),
        kind=FileKind(values["kind"]),
        encoding=Encoding(values["encoding"]),
        delimiter=Delimiter(values["delimiter"]),
        decimal_sign=DecimalSign(values["decimal_sign"]),
        day_format=DayFormat(values["day_format"]),
        quiet=values["quiet"],
    )
