"""One row of a registry: an expert, or the reasons why not."""

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from app.gateways.spreadsheets import Row
from app.schemas.expert_import import cells
from app.schemas.expert_import.result import Problem, problem, shown
from app.schemas.types import Reason, holds_identity_code
from app.use_cases.import_experts.rows import ImportedExpert, Known, words_of
from scheduling.kinds import Channel, Perspective

PARTICLES = {"von", "af", "de", "van", "der", "den", "la", "du"}
WRITTEN_LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class Header:
    """places: which cell of a row holds which field."""

    names: tuple[str, ...]
    places: dict[str, int]

    def name_of(self, column: str) -> str:
        return self.names[self.places[column]] if column in self.places else ""


def read_row(row: Row, header: Header, known: Known) -> tuple[ImportedExpert | None, list[Problem]]:
    """An expert only when nothing is wrong; within `typed_by_hand`."""
    read, problems = _read_cells(row, header)
    problems += _secrets_elsewhere(row, header)
    if not problems:
        problems = _check_whole(row, header, read, known)
    return (None if problems else _expert(row, read)), problems


def _read_cells(row: Row, header: Header) -> tuple[dict[str, Any], list[Problem]]:
    read: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, place in header.places.items():
        written = row.cells[place] if place < len(row.cells) else ""
        try:
            if written and (said := cells.cell(written)):
                read[column] = cells.READERS[column].read(said)
        except ValidationError as error:
            problems += _told(row, header.names[place], error)
    return read, problems


def _told(row: Row, column: str, error: ValidationError) -> list[Problem]:
    reasons = (why for why in error.messages if isinstance(why, Reason))
    return [Problem(row.number, shown(column), why.code, why.message, why.fix) for why in reasons]


def _secrets_elsewhere(row: Row, header: Header) -> list[Problem]:
    """Cells that are not read must not hold identity codes either; nor may cells stand outside."""
    read = set(header.places.values())
    outside = row.cells[len(header.names) :]
    problems = [problem(row.number, "", "extra_cells")] if any(outside) else []
    for place, written in enumerate(row.cells):
        if place not in read and holds_identity_code(written):
            column = header.names[place] if place < len(header.names) else ""
            problems.append(problem(row.number, column, "identity_code"))
    return problems


def _check_whole(row: Row, header: Header, read: dict[str, Any], known: Known) -> list[Problem]:
    """What no single cell can tell."""
    wrong = []
    if not read.get("name") and not (read.get("last_name") and read.get("first_name")):
        wrong.append(("last_name" if "last_name" in header.places else "name", "no_name"))
    if not (read.get("email") or read.get("phone") or _has_address(read)):
        wrong.append(("email", "unreachable"))
    elif not _reached_by(read.get("channel") or _channel(read), read):
        wrong.append(("channel", "channel"))
    if read.get("language", "fi") not in WRITTEN_LANGUAGES:
        wrong.append(("language", "contact_language"))
    if read.get("training_name") and not read.get("trained_on"):
        wrong.append(("training_name", "no_training_day"))
    wrong += [(mark, "somebody_else") for mark in _marks_of_others(read, known)]
    responsible = read.get("responsible_email")
    if responsible and responsible.casefold() not in known.coordinators:
        wrong.append(("responsible_email", "not_a_coordinator"))
    return [problem(row.number, header.name_of(column), code) for column, code in wrong]


def _marks_of_others(read: dict[str, Any], known: Known) -> list[str]:
    """A number or address that the registry has for a person with quite another name."""
    own = words_of(" ".join(read.get(part, "") for part in ("name", "first_name", "last_name")))
    return [
        mark
        for mark in ("payroll_number", "email")
        if own.isdisjoint(known.names.get(read.get(mark, "").casefold(), own))
    ]


def _has_address(read: dict[str, Any]) -> bool:
    return bool(read.get("street") and read.get("postal_code"))


def _channel(read: dict[str, Any]) -> Channel:
    if read.get("email"):
        return Channel.EMAIL
    return Channel.PHONE if read.get("phone") else Channel.LETTER


def _reached_by(channel: str, read: dict[str, Any]) -> bool:
    if channel == Channel.LETTER:
        return _has_address(read)
    return bool(read.get("email" if channel == Channel.EMAIL else "phone"))


def _expert(row: Row, read: dict[str, Any]) -> ImportedExpert:
    first_name, last_name = _names(read)
    spoken = read.get("languages", ())
    codes = tuple(each.language for each in spoken)
    written = next((each for each in codes if each in WRITTEN_LANGUAGES), None)
    perspective = Perspective(read.get("perspective", Perspective.OWN))
    themes = ((theme.name, theme.perspective or perspective) for theme in read.get("themes", ()))
    as_read = {
        column: value
        for column, value in read.items()
        if column not in ("name", "last_name", "first_name", "perspective", "themes", "languages")
    }
    channel = as_read.pop("channel", None)
    return ImportedExpert(
        row=row.number,
        first_name=first_name,
        last_name=last_name,
        language=as_read.pop("language", written),
        channel=Channel(channel) if channel else None,
        themes=tuple(dict.fromkeys(themes)),
        languages=codes or None,
        basic_languages=_at_level(spoken, "basic"),
        native_languages=_at_level(spoken, "native"),
        **as_read,
    )


def _at_level(spoken: tuple[cells.SpokenCell, ...], level: str) -> tuple[str, ...] | None:
    """None when no level is told of any language."""
    if not any(each.level for each in spoken):
        return None
    return tuple(each.language for each in spoken if each.level == level)


def _names(read: dict[str, Any]) -> tuple[str, str]:
    """First and last name; a single name is a first name, "von" belongs to the last."""
    if read.get("last_name") and read.get("first_name"):
        return read["first_name"], read["last_name"]
    whole = read["name"]
    if "," in whole:
        last_name, _, first_name = whole.partition(",")
        return first_name.strip(), last_name.strip()
    parts = whole.split()
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in PARTICLES:
        start -= 1
    if len(parts) == 1:
        return whole, ""
    return " ".join(parts[:start]), " ".join(parts[start:])
