"""Text that people write: one line or many, stored as written and never as something else."""

import re
import unicodedata
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.schemas.types.base import Input, Words, example

DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A joiner is a part of many emoji, and only there.
INVISIBLE = re.compile(
    "[\u200b\u200c\u2060-\u2064\ufeff]|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
BROKEN = re.compile("[\ud800-\udfff]")
NEW_LINE = re.compile("\r\n|[\r\n\u2028\u2029]")

IDENTITY_CODE = re.compile(
    r"(?<!\w)([0-3]\d)([01]\d)(\d\d) ?([-+\u2010-\u2015\u2212A-FU-Y]) ?"
    r"(\d{3}) ?([0-9A-FHJ-NPR-Y])(?!\w)",
    re.IGNORECASE | re.ASCII,
)
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
BANK_ACCOUNT = re.compile(r"(?<!\w)FI(?: ?\d){16}(?!\w)", re.IGNORECASE | re.ASCII)


def visible(text: str) -> str:
    """On one line, without what cannot be seen: for text of others that is shown, not refused."""
    for pattern in HIDDEN.values():
        text = pattern.sub("", text)
    return " ".join(text.split())


def holds_identity_code(text: str) -> bool:
    """Whether a personal identity code seems to be written in the text.

    Digits alone, as in a telephone number, count only when the check character is right.
    """
    return any(_is_identity_code(found) for found in IDENTITY_CODE.finditer(text))


def _is_identity_code(found: re.Match[str]) -> bool:
    day, month, year, sign, number, check = found.groups()
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return False
    if sign.isalpha() or check.isalpha():
        return True
    return CHECK_CHARACTERS[int(day + month + year + number) % 31] == check


def holds_bank_account(text: str) -> bool:
    """Whether a Finnish account number with a right check sum is written in the text."""
    accounts = (re.sub(r"\D", "", found[0]) for found in BANK_ACCOUNT.finditer(text))
    return any(int(f"{digits[2:]}1518{digits[:2]}") % 97 == 1 for digits in accounts)


class Text(Input, fields.String):
    """One line. Trimmed and NFC; what would break a page, a letter or a file is refused."""

    default_error_messages = {
        "type": Words(lazy("This has to be text."), example('"Maija Mallikas"')),
        "blank": Words(lazy("This cannot be only spaces."), lazy("Write at least one letter.")),
        "too_long": Words(
            lazy("This is too long: at most %(most)s characters."), lazy("Shorten the text.")
        ),
        "too_short": Words(
            lazy("This is too short: at least %(least)s characters."), lazy("Write a little more.")
        ),
        "one_line": Words(lazy("This has to be on one line."), lazy("Take the line breaks out.")),
        "control_character": Words(
            lazy("The text has a control character that cannot be stored."),
            lazy("Write it again by hand instead of pasting it."),
        ),
        "direction_mark": Words(
            lazy("The text has a hidden mark that turns the writing direction."),
            lazy("Write it again by hand instead of pasting it."),
        ),
        "invisible_character": Words(
            lazy("The text has a character that cannot be seen."),
            lazy("Write it again by hand instead of pasting it."),
        ),
        "broken_character": Words(
            lazy("The text has half a character."), lazy("Write it again by hand.")
        ),
        "identity_code": Words(
            lazy("A personal identity code seems to be written here. It must not be stored."),
            lazy("Take it out; payroll's person number is enough."),
        ),
        "bank_account": Words(
            lazy("A bank account number seems to be written here. It must not be stored."),
            lazy("Take it out; payroll knows the account."),
        ),
    }

    def __init__(self, *, max_length: int = 200, min_length: int = 1, **kwargs: Any) -> None:
        limits = {"maxLength": max_length, "minLength": min_length}  # for the API's document
        super().__init__(metadata=limits | kwargs.pop("metadata", {}), **kwargs)
        self.max_length, self.min_length = max_length, min_length

    def read(self, value: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("type")
        # Normalising may shrink text but never to a quarter; more than that is not read at all.
        if len(value) > 4 * self.max_length + 1000:
            raise self.make_error("too_long", most=self.max_length)
        self._refuse_hidden(value)
        text = self.lines(unicodedata.normalize("NFC", value))
        self._refuse_length(text)
        self._refuse_secrets(text)
        return text

    def lines(self, text: str) -> str:
        text = text.strip(" \t\u00a0\u202f").replace("\t", " ")
        if NEW_LINE.search(text):
            raise self.make_error("one_line")
        return text.strip()

    def _refuse_hidden(self, text: str) -> None:
        for code, pattern in HIDDEN.items():
            if pattern.search(text):
                raise self.make_error(code)

    def _refuse_length(self, text: str) -> None:
        if not text and self.min_length:
            raise self.make_error("blank")
        if len(text) < self.min_length:
            raise self.make_error("too_short", least=self.min_length)
        if len(text) > self.max_length:
            raise self.make_error("too_long", most=self.max_length)

    def _refuse_secrets(self, text: str) -> None:
        if holds_identity_code(text):
            raise self.make_error("identity_code")
        if holds_bank_account(text):
            raise self.make_error("bank_account")


class LongText(Text):
    """Several lines; line ends become one kind."""

    def __init__(self, *, max_length: int = 5000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def lines(self, text: str) -> str:
        return NEW_LINE.sub("\n", text).strip()


HIDDEN = {
    "broken_character": BROKEN,
    "control_character": CONTROL,
    "direction_mark": DIRECTION_MARKS,
    "invisible_character": INVISIBLE,
}
