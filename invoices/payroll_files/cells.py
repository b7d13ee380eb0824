"""Cells of tables handed out: typed values, and how text files write them so that none runs."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# A cell that begins with one of these may be run as a formula (the last four are full-width).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


class DecimalSign(StrEnum):
    COMMA = "comma"
    POINT = "point"


class DayFormat(StrEnum):
    FINNISH = "d.m.yyyy"
    PADDED = "dd.mm.yyyy"
    ISO = "yyyy-mm-dd"
    DIGITS = "yyyymmdd"


@dataclass(frozen=True)
class Money:
    cents: int


@dataclass(frozen=True)
class Quantity:
    """Hours, kilometres or pieces, exact."""

    exact: Decimal

    @property
    def places(self) -> int:
        """Two decimals, or four where two would not be exact."""
        return 2 if self.exact == round(self.exact, 2) else 4


Cell = str | int | date | Money | Quantity

MARKS = {DecimalSign.COMMA: ",", DecimalSign.POINT: "."}


def text_cell(text: str) -> str:
    """Text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def day_cell(day: date, form: DayFormat = DayFormat.FINNISH) -> str:
    if form == DayFormat.FINNISH:
        return f"{day.day}.{day.month}.{day.year}"
    patterns = {
        DayFormat.PADDED: "%d.%m.%Y",
        DayFormat.ISO: "%Y-%m-%d",
        DayFormat.DIGITS: "%Y%m%d",
    }
    return day.strftime(patterns[form])


def money_cell(cents: int, sign: DecimalSign = DecimalSign.COMMA) -> str:
    """Euros with two decimals and no other marks, as -1234,50."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros}{MARKS[sign]}{rest:02d}"


def quantity_cell(quantity: Quantity, sign: DecimalSign = DecimalSign.COMMA) -> str:
    return f"{quantity.exact:.{quantity.places}f}".replace(".", MARKS[sign])


def written(cell: Cell, sign: DecimalSign, form: DayFormat) -> str:
    """A cell as a text file has it."""
    if isinstance(cell, Money):
        return money_cell(cell.cents, sign)
    if isinstance(cell, Quantity):
        return quantity_cell(cell, sign)
    if isinstance(cell, date):
        return day_cell(cell, form)
    return str(cell) if isinstance(cell, int) else text_cell(cell)


def encoded(text: str, encoding: str) -> bytes:
    """A letter the encoding lacks loses its marks, as č becomes c; what then remains is a ?."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        pass
    letters = (_known(letter, encoding) for letter in text)
    return "".join(letters).encode(encoding, "replace")


def _known(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return unicodedata.normalize("NFKD", letter)[0]
    return letter
