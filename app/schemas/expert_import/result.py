"""What comes out of reading a registry: experts, and problems with their row, column and mend."""

from dataclasses import dataclass, field
from typing import NamedTuple

from app.language import lazy
from app.schemas.types import (
    Words,
    example,
    holds_bank_account,
    holds_identity_code,
    reason,
    visible,
)
from app.use_cases.import_experts.rows import ImportedExpert

SHOWN_NAME = 60

WORDS = {
    "no_name_column": Words(
        lazy("The file has no column for names that is known here."),
        lazy("Give the columns a header row, for example: Sukunimi, Etunimi, Sähköposti."),
    ),
    "duplicate_column": Words(
        lazy("Two columns say the same thing."), lazy("Leave one of the two columns out.")
    ),
    "identity_code_column": Words(
        lazy("This column is for personal identity codes. They are not kept here."),
        lazy("Take the column out; payroll's person number is enough."),
    ),
    "account_column": Words(
        lazy("This column is for bank accounts. They are not kept here."),
        lazy("Take the column out; payroll knows the account."),
    ),
    "ignored_column": Words(
        lazy("This column is not known here and is left out."),
        lazy("If it matters, name it as in the instructions."),
    ),
    "extra_cells": Words(
        lazy("The row has more cells than there are columns."),
        lazy("Put text that holds the separator in quotes."),
    ),
    "no_rows": Words(
        lazy("There is no row below the headers."), lazy("Add the people and try again.")
    ),
    "no_name": Words(
        lazy("The row lacks a name."), lazy("Write both the first name and the last name.")
    ),
    "unreachable": Words(
        lazy("The row tells no way to reach the person."),
        lazy("Give an e-mail address, a telephone number or a postal address."),
    ),
    "channel": Words(
        lazy("The way of contact chosen has no address in this row."),
        lazy("Give the address or choose another way."),
    ),
    "contact_language": Words(
        lazy("Messages are written in Finnish, Swedish or English."),
        example("suomi"),
    ),
    "identity_code": Words(
        lazy("A personal identity code seems to be written here. It must not be stored."),
        lazy("Take it out; payroll's person number is enough."),
    ),
    "same_person": Words(
        lazy("The same person is already on row %(row)s."), lazy("Leave one of the two rows out.")
    ),
    "same_number": Words(
        lazy("The same payroll number is already on row %(row)s."), lazy("Check both numbers.")
    ),
    "somebody_else": Words(
        lazy("In the registry this number or address is somebody else's."),
        lazy("Check the row, or change the name in the registry first."),
    ),
    "not_a_coordinator": Words(
        lazy("No coordinator of the organisation has this address."),
        lazy("Add the user first, or leave the cell empty."),
    ),
    "no_training_day": Words(
        lazy("The training has no day."), lazy("Add a column Koulutettu, for example 31.3.2026.")
    ),
    "no_consent": Words(
        lazy("No consent is told here or on later rows, for %(count)s people in all."),
        lazy("Ask for it before the first invitation."),
    ),
    "new_theme": Words(
        lazy("This theme is new and is added to the shared list: %(theme)s."),
        lazy("Check the spelling. A theme is never a diagnosis."),
    ),
}  # fmt: skip


class Problem(NamedTuple):
    """row: as the spreadsheet numbers it; column: the header as written, "" for the whole row."""

    row: int
    column: str
    code: str
    message: str
    fix: str


@dataclass
class ExpertImport:
    """All rows that can be read, and what is wrong: one problem and nothing may be stored."""

    rows: list[ImportedExpert] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)


def problem(row: int, column: str, code: str, /, **values: object) -> Problem:
    """A problem in the words of this module."""
    why = reason(code, WORDS[code], **values)
    return Problem(row, shown(column), why.code, why.message, why.fix)


def shown(column: str) -> str:
    """A header of the file, fit to be repeated: short, on one line, and never a secret."""
    column = visible(column)
    if holds_identity_code(column) or holds_bank_account(column):
        return "?"
    return column[:SHOWN_NAME]
