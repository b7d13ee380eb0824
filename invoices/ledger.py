"""The two files payroll reads: one row a person, one row a line, in Finnish and to the cent."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from invoices.statement import PARTS_OF_UNIT, Line, Statement

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these may be run as a formula (the last four are full-width).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
UNIT_NAMES = {
    "hour": "h",
    "kilometre": "km",
    "meeting": "kokous",
    "lump": "kertakorvaus",
    "piece": "kpl",
}

PERSON_COLUMNS: dict[str, Callable[[Sequence[Statement]], str]] = {
    "Henkilönumero": lambda own: text_cell(own[0].heading.person_number),
    "Nimi": lambda own: text_cell(own[0].heading.person_name),
    "Laskelmat": lambda own: ", ".join(str(statement.heading.number) for statement in own),
    "Palkkakausi": lambda own: own[0].heading.month,
    "Maksupäivä": lambda own: day_cell(own[0].heading.pay_on),
    "Palkkiot": lambda own: money_cell(sum(statement.taxable_cents for statement in own)),
    "Verovapaat korvaukset": lambda own: money_cell(
        sum(statement.tax_free_cents for statement in own)
    ),
    "Yhteensä": lambda own: money_cell(sum(statement.gross_cents for statement in own)),
}

LINE_COLUMNS: dict[str, Callable[[Statement, Line], str]] = {
    "Henkilönumero": lambda statement, line: text_cell(statement.heading.person_number),
    "Nimi": lambda statement, line: text_cell(statement.heading.person_name),
    "Laskelma": lambda statement, line: str(statement.heading.number),
    "Rivi": lambda statement, line: str(line.position),
    "Palkkalaji": lambda statement, line: text_cell(line.pay_code),
    "Kustannuspaikka": lambda statement, line: text_cell(line.cost_centre),
    "Projekti": lambda statement, line: text_cell(line.project_code),
    "Päivä": lambda statement, line: day_cell(line.day),
    "Määrä": lambda statement, line: quantity_cell(line.quantity, line.unit),
    "Yksikkö": lambda statement, line: UNIT_NAMES[line.unit],
    "Hinta": lambda statement, line: money_cell(line.price_cents),
    "Summa": lambda statement, line: money_cell(line.amount_cents),
    "Tarkoitus": lambda statement, line: text_cell(line.purpose),
    "Reitti": lambda statement, line: text_cell(line.route),
    "Kellonajat": lambda statement, line: text_cell(line.times),
}


def csv_per_person(statements: Iterable[Statement]) -> bytes:
    """One row a person with something to pay, in the order of person numbers.

    The statements are of one pay day; several of one person are summed.
    """
    people: dict[str, list[Statement]] = defaultdict(list)
    for statement in _in_order(statements):
        people[statement.heading.person_number].append(statement)
    return _csv(
        PERSON_COLUMNS,
        ([cell(own) for cell in PERSON_COLUMNS.values()] for own in people.values()),
    )


def csv_per_line(statements: Iterable[Statement]) -> bytes:
    """One row a line, person by person, statement by statement. The sum binds, not the product."""
    return _csv(
        LINE_COLUMNS,
        (
            [cell(statement, line) for cell in LINE_COLUMNS.values()]
            for statement in _in_order(statements)
            for line in statement.lines
        ),
    )


def text_cell(text: str) -> str:
    """Text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def day_cell(day: date) -> str:
    """As Finnish payroll writes a day: 5.11.2026."""
    return f"{day.day}.{day.month}.{day.year}"


def money_cell(cents: int) -> str:
    """Euros with a decimal comma and no other marks, as -1234,50."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def quantity_cell(quantity: int, unit: str) -> str:
    """Hours, kilometres or pieces with two decimals, or four where two would not be exact."""
    exact = Decimal(quantity) / PARTS_OF_UNIT[unit]
    places = 2 if exact == round(exact, 2) else 4
    return f"{exact:.{places}f}".replace(".", ",")


def has_pay(statement: Statement) -> bool:
    """A statement where everything is waived or bought by us is no business of payroll's."""
    return any(line.amount_cents for line in statement.lines)


def _in_order(statements: Iterable[Statement]) -> list[Statement]:
    return sorted(
        filter(has_pay, statements),
        key=lambda one: (one.heading.person_number, str(one.heading.number)),
    )


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return (BYTE_ORDER_MARK + file.getvalue()).encode()
