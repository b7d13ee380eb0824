"""Payroll's answer, read row by row: what was paid and what waits, and why a row is not read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from app.gateways.spreadsheets import Row
from app.language import lazy
from app.schemas.expert_import.columns import plain
from app.schemas.expert_import.result import Problem
from app.schemas.table_file import read_table_file
from app.schemas.types import (
    Cents,
    Day,
    Words,
    holds_bank_account,
    holds_identity_code,
    reason,
    typed_by_hand,
    visible,
)
from app.use_cases.read_payroll_answer import AnswerRow, Wrong

LONGEST_REASON = 200
NAMES: dict[str, tuple[str, ...]] = {
    "number": (
        "Erittely", "Erittelyn numero", "Palkkioerittely", "Laskelma", "Specifikation",
        "Specifikationens nummer", "Statement", "Statement number",
    ),
    "person_number": (
        "Henkilönumero", "Henkilö nro", "Palkansaajan numero", "Personnummer i lön",
        "Personalnummer", "Löntagarnummer", "Anställningsnummer", "Person number",
        "Employee number", "Payroll number",
    ),
    "state": ("Tila", "Tulos", "Maksun tila", "Status", "Läge", "State", "Result"),
    "paid_on": ("Maksupäivä", "Maksettu", "Betalningsdag", "Betald", "Pay day", "Paid on"),
    "cents": ("Summa", "Yhteensä", "Brutto", "Maksettu summa", "Belopp", "Sum", "Amount", "Total"),
    "reason": ("Syy", "Selite", "Huomautus", "Orsak", "Förklaring", "Reason", "Note"),
}  # fmt: skip
PAID = frozenset(map(plain, ("maksettu", "paid", "betald", "betalt", "ok", "kyllä", "ja", "yes")))
HELD = frozenset(
    map(
        plain,
        (
            *("odottaa", "pidätetty", "ei maksettu", "hylätty", "palautettu", "ei", "held"),
            *("not paid", "waits", "rejected", "väntar", "obetald", "ej betald", "avvisad", "nej"),
        ),
    )
)
FIELDS = {plain(name): fieldname for fieldname, names in NAMES.items() for name in names}

CHECK_NUMBER = lazy("Check it against the statements of the run.")
WORDS = {
    "answer_columns": Words(
        lazy("The file needs a statement number or a person number, and the state of payment."),
        lazy("Give the columns a header row, for example: Erittely, Tila, Maksupäivä, Syy."),
    ),
    "answer_no_rows": Words(
        lazy("There is no row below the headers."), lazy("Choose payroll's file again.")
    ),
    "nobody_named": Words(
        lazy("The row names no statement and no person."), lazy("Give the number of either.")
    ),
    "state_unknown": Words(
        lazy("It cannot be told whether this was paid."), lazy("Write: maksettu or odottaa.")
    ),
    "day_needed": Words(
        lazy("The day of payment is missing or cannot be read."), lazy("For example: 15.1.2027.")
    ),
    "reason_needed": Words(
        lazy("What is held needs a reason; the person reads it."), lazy("Write it in plain words.")
    ),
    "reason_too_telling": Words(
        lazy("The reason holds an identity code or a bank account. It must not be stored."),
        lazy("Take it out of the file."),
    ),
    "sum_unreadable": Words(lazy("The sum cannot be read."), lazy("For example: 1234,50.")),
    "unknown_statement": Words(lazy("There is no statement of this number."), CHECK_NUMBER),
    "unknown_person": Words(
        lazy("No statement of this person has been handed over."), CHECK_NUMBER
    ),
    "several_runs": Words(
        lazy("The person has statements of several runs with payroll."),
        lazy("Give the numbers of the statements."),
    ),
    "told_twice": Words(lazy("An earlier row tells of the same."), lazy("Leave one of them out.")),
    "not_with_payroll": Words(
        lazy("The statement is not with payroll: it was credited or never handed over."),
        CHECK_NUMBER,
    ),
    "paid_otherwise": Words(
        lazy("The statement is marked as paid already, on another day."), CHECK_NUMBER
    ),
    "paid_before_cut_off": Words(
        lazy("The day of payment is before the cut-off."), lazy("Check the day.")
    ),
    "paid_in_future": Words(
        lazy("The day of payment is still ahead."), lazy("Confirm the payment when it is done.")
    ),
    "sum_differs": Words(
        lazy("The sum is not that of the statement."),
        lazy("Find out with payroll why; nothing is settled by itself."),
    ),
}  # fmt: skip


@dataclass
class Answer:
    """Rows that can be read, and what is wrong: one problem and nothing may be stored."""

    rows: list[AnswerRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_answer(content: bytes) -> Answer:
    """Raises ValidationError when the file itself cannot be read."""
    table = read_table_file(content, lambda name: plain(name) in FIELDS)
    found = Answer()
    places: dict[str, int] = {}
    for place, name in enumerate(table.header.cells):
        if known := FIELDS.get(plain(name)):
            places.setdefault(known, place)
    if "state" not in places or not {"number", "person_number"} & places.keys():
        found.problems.append(problem(table.header.number, "answer_columns"))
    elif not table.rows:
        found.problems.append(problem(table.header.number, "answer_no_rows"))
    else:
        with typed_by_hand():
            for row in table.rows:
                _read_row(row, places, found)
    return found


def problems_of(wrong: list[Wrong]) -> list[Problem]:
    return [problem(each.row, each.code) for each in wrong]


def problem(row: int, code: str) -> Problem:
    why = reason(code, WORDS[code])
    return Problem(row, "", why.code, why.message, why.fix)


def _read_row(row: Row, places: dict[str, int], found: Answer) -> None:
    cells = {
        name: row.cells[place] if place < len(row.cells) else "" for name, place in places.items()
    }
    if "reason" in cells:  # written down and read by the person
        cells["reason"] = visible(cells["reason"])
    codes = list(_wrong(cells))
    if codes:
        found.problems.append(problem(row.number, codes[0]))
        return
    is_paid = plain(cells["state"]) in PAID
    found.rows.append(
        AnswerRow(
            row=row.number,
            number=_number(cells.get("number", "")) or None,
            person_number=cells.get("person_number") or None,
            is_paid=is_paid,
            paid_on=_read(Day(), cells.get("paid_on", "")) if is_paid else None,
            cents=_read(Cents(), cells.get("cents", "")),
            reason="" if is_paid else cells.get("reason", "")[:LONGEST_REASON],
        )
    )


def _wrong(cells: dict[str, str]) -> Iterator[str]:
    state, why = plain(cells["state"]), cells.get("reason", "")
    if not cells.get("number") and not cells.get("person_number"):
        yield "nobody_named"
    if state not in PAID | HELD:
        yield "state_unknown"
    if state in PAID and _read(Day(), cells.get("paid_on", "")) is None:
        yield "day_needed"
    if state in HELD and not why:
        yield "reason_needed"
    if holds_identity_code(why) or holds_bank_account(why):
        yield "reason_too_telling"
    if cells.get("cents") and _read(Cents(), cells["cents"]) is None:
        yield "sum_unreadable"


def _read(kind: Any, text: str) -> Any:
    """The value, or None when there is none or it cannot be read."""
    if not text:
        return None
    try:
        return kind.deserialize(text)
    except ValidationError:
        return None


def _number(text: str) -> str:
    """2026-000012, also where a spreadsheet lost the zeros."""
    found = re.fullmatch(r"((?:[A-Z]+-)?\d{4})-(\d{1,6})", text.strip().lstrip("'"))
    return f"{found[1]}-{int(found[2]):06d}" if found else text.strip()
