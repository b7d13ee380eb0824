"""How one cell of a registry is read: the field types of forms, and a few that know more words."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from marshmallow import ValidationError, fields

from app.language import lazy
from app.schemas.expert_import import words
from app.schemas.types import (
    Day,
    Email,
    Input,
    Kilometres,
    LongText,
    MunicipalityCode,
    Phone,
    Text,
    Words,
    example,
    reason,
)
from scheduling.kinds import Perspective

SHORTENED = re.compile(r"-?[0-9]+([.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
BROKEN_FORMULA = re.compile(r"#(?:[A-ZÅÄÖ/0]+[!?]?)(?:/[A-Z]+)?")
GUARDED = re.compile(r"'[=+\-@＝＋－＠]")  # as exports are written against formulas
TEXT_FORMULA = re.compile(r'="([^"]*)"')
SERIAL_DAY = re.compile(r"[2-7][0-9]{4}(?:,[0-9]+)?")
THEME = re.compile(r"([^()]+?)\s*(?:\(([^()]*)\))?")
THEME_ENDS = re.compile(r"[;,/\n](?![^()]*\))")

DAMAGE = {
    "shortened": Words(
        lazy("The spreadsheet program has shortened a number here, as in 1,31E+05."),
        lazy("Format the column as text and write the number again in full."),
    ),
    "broken_formula": Words(
        lazy("A formula of the spreadsheet gives an error here."),
        lazy("Write the value itself in the cell."),
    ),
}
SERIAL = Words(
    lazy("This is a day as the spreadsheet's own number, not as a date."),
    lazy("Format the column as dates, for example 31.3.2026."),
)
ZEROS_LOST = Words(
    lazy("The zeros at the start seem to be lost."),
    lazy("Format the column as text and write it in full, for example 00100 or 040 123 4567."),
)


class PostalCode(Input, fields.String):
    default_error_messages = {
        "type": Words(lazy("A postal code has five digits."), example("00100")),
        "zeros_lost": ZEROS_LOST,
    }

    def read(self, value: Any) -> str:
        text = self.text(value)
        if re.fullmatch("[0-9]{2,4}", text):
            raise self.make_error("zeros_lost")
        if not re.fullmatch("[0-9]{5}", text):
            raise self.make_error("type")
        return text


class PhoneCell(Phone):
    default_error_messages = {"zeros_lost": ZEROS_LOST}

    def read(self, value: Any) -> str:
        if re.fullmatch("[1-9][0-9 ]{5,14}", self.text(value)):
            raise self.make_error("zeros_lost")
        return super().read(value)


class DayCell(Day):
    default_error_messages = {"serial": SERIAL}

    def read(self, value: Any) -> Any:
        text = self.text(value)
        if SERIAL_DAY.fullmatch(text):
            raise self.make_error("serial")
        # A spreadsheet adds midnight to a day.
        return super().read(re.sub(r" 0?0[.:]00(?:[.:]00)?$", "", text))


class YesNo(Input, fields.Boolean):
    default_error_messages = {
        "type": Words(lazy("This has to be yes or no."), lazy("For example: kyllä or ei.")),
    }

    def read(self, value: Any) -> bool:
        text = self.text(value).casefold()
        if text not in words.YES | words.NO:
            raise self.make_error("type")
        return text in words.YES


class OneOf(Input, fields.String):
    """One word that stands for a value; `example` is shown when it does not."""

    default_error_messages = {
        "type": Words(lazy("This word is not known here."), lazy("For example: %(example)s.")),
    }

    def __init__(self, known: Mapping[str, str], example: str) -> None:
        super().__init__()
        self.known, self.example = known, example

    def read(self, value: Any) -> str:
        return self._value(self.text(value))

    def _value(self, word: str) -> str:
        found = self.known.get(word.casefold())
        if found is None:
            raise self.make_error("type", example=self.example)
        return found


class ManyOf(OneOf):
    """Several such words, each value once, in the order written."""

    def read(self, value: Any) -> Any:
        parts = words.split(self.text(value).casefold())
        return tuple(dict.fromkeys(self._value(part) for part in parts))


class SpokenCell(NamedTuple):
    """level: basic, good or native; None when the cell does not tell it."""

    language: str
    level: str | None


class Languages(ManyOf):
    """Languages, each with how well it is spoken in brackets, if told."""

    default_error_messages = {
        "level": Words(
            lazy("How well the language is spoken is not known here."),
            example("suomi (äidinkieli), ruotsi (hyvä), englanti (vähän)"),
        ),
    }

    def read(self, value: Any) -> Any:
        parts = words.split(self.text(value).casefold())
        spoken = {each.language: each for each in map(self._spoken, parts)}
        return tuple(spoken.values())

    def _spoken(self, part: str) -> SpokenCell:
        found = THEME.fullmatch(part)
        if not found:
            raise self.make_error("level")
        level = (found[2] or "").strip()
        if level and level not in words.FLUENCY:
            raise self.make_error("level")
        return SpokenCell(self._value(found[1]), words.FLUENCY.get(level))


class ThemeCell(NamedTuple):
    """perspective: None when the cell does not tell it."""

    name: str
    perspective: Perspective | None


class Themes(Input, fields.Field):
    """Themes between ; , / or line breaks, each with its perspective in brackets, if told."""

    default_error_messages = {
        "perspective": Words(
            lazy("The perspective in brackets is not known here."),
            example("unettomuus (oma); päihteet (läheinen)"),
        ),
        "type": Words(lazy("The brackets do not close."), example("unettomuus (oma)")),
    }
    name_of_theme = Text(max_length=120)

    def read(self, value: Any) -> Any:
        parts = (part.strip() for part in THEME_ENDS.split(LongText().read(value)))
        return tuple(dict.fromkeys(self._theme(part) for part in parts if part))

    def _theme(self, part: str) -> ThemeCell:
        found = THEME.fullmatch(part)
        if not found:
            raise self.make_error("type")
        perspective = (found[2] or "").strip().casefold()
        if perspective and perspective not in words.PERSPECTIVES:
            raise self.make_error("perspective")
        known = words.PERSPECTIVES.get(perspective)
        return ThemeCell(self.name_of_theme.read(found[1]), Perspective(known) if known else None)


def cell(written: str) -> str:
    """What a cell says, without the tricks of spreadsheets; "" when it says nothing.

    Raises ValidationError for what a spreadsheet program has damaged.
    """
    if found := TEXT_FORMULA.fullmatch(written):
        written = found[1]
    if GUARDED.match(written):
        written = written[1:]
    if written.casefold() in words.NOTHING:
        return ""
    if SHORTENED.fullmatch(written):
        raise ValidationError(reason("shortened", DAMAGE["shortened"]))
    if BROKEN_FORMULA.fullmatch(written):
        raise ValidationError(reason("broken_formula", DAMAGE["broken_formula"]))
    return written


READERS: dict[str, Any] = {
    "name": Text(max_length=160),
    "last_name": Text(max_length=80),
    "first_name": Text(max_length=80),
    "email": Email(),
    "phone": PhoneCell(),
    "channel": OneOf(words.CHANNELS, "sähköposti, puhelin, kirje"),
    "language": OneOf(words.LANGUAGES, "suomi, ruotsi"),
    "languages": Languages(words.LANGUAGES, "suomi, ruotsi, englanti"),
    "street": Text(max_length=120),
    "postal_code": PostalCode(),
    "city": Text(max_length=80),
    "municipality_code": MunicipalityCode(),
    "themes": Themes(),
    "perspective": OneOf(words.PERSPECTIVES, "oma, vanhempi, läheinen, omaishoitaja"),
    "role_kinds": ManyOf(words.TASKS, "luento, koulutus, kehittäminen, asiakasraati"),
    "levels": ManyOf(words.LEVELS, "asiakastyö, toimintatavat, viralliset työryhmät"),
    "training_name": Text(max_length=120),
    "trained_on": DayCell(),
    "agreement_on": DayCell(),
    "agreement_version": Text(max_length=40),
    "consent_on": DayCell(),
    "notice_version": Text(max_length=40),
    "payroll_number": Text(max_length=40),
    "finance_has_it": YesNo(),
    "travels_km": Kilometres(maximum=2000),
    "may_act_remotely": YesNo(),
    "responsible_email": Email(),
    "support_contact": Text(max_length=160),
    "guardian_name": Text(max_length=160),
    "guardian_phone": PhoneCell(),
    "guardian_email": Email(),
    "note": LongText(max_length=2000),
}
