"""The files payroll reads: one row a person or one row a line, as its map says, to the cent."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from invoices.payroll_files.cells import Cell, Money, Quantity, encoded, text_cell, written
from invoices.payroll_files.export_map import DELIMITERS, FIXED, ExportMap, FileKind, Per
from invoices.payroll_files.workbook import workbook
from invoices.statements.statement import PARTS_OF_UNIT, Line, Statement

NOBODY_PAID = date(2000, 1, 1)  # when a workbook without rows says it was made
UNIT_NAMES = {
    "hour": "h",
    "kilometre": "km",
    "lesson": "oppitunti",
    "meeting": "kokous",
    "day": "päivä",
    "lump": "kertakorvaus",
    "piece": "kpl",
}

OF_PERSON: dict[str, Callable[[Sequence[Statement]], Cell]] = {
    "person_number": lambda own: own[0].heading.person_number,
    "name": lambda own: own[0].heading.person_name,
    "numbers": lambda own: ", ".join(str(statement.heading.number) for statement in own),
    "month": lambda own: own[0].heading.month,
    "pay_on": lambda own: own[0].heading.pay_on,
    "fees": lambda own: Money(sum(one.taxable_cents - one.given_cents for one in own)),
    "tax_free": lambda own: Money(sum(statement.tax_free_cents for statement in own)),
    "total": lambda own: Money(sum(statement.money_cents for statement in own)),
    "given": lambda own: Money(sum(statement.given_cents for statement in own)),
    "kilometres": lambda own: Quantity(
        Decimal(_tenths(line for statement in own for line in statement.lines)) / 10
    ),
    "payer": lambda own: own[0].heading.payer_name,
    "business_id": lambda own: own[0].heading.payer_business_id,
}

OF_LINE: dict[str, Callable[[Statement, Line], Cell]] = {
    "person_number": lambda statement, line: statement.heading.person_number,
    "name": lambda statement, line: statement.heading.person_name,
    "number": lambda statement, line: str(statement.heading.number),
    "position": lambda statement, line: line.position,
    "pay_code": lambda statement, line: line.pay_code,
    "cost_centre": lambda statement, line: line.cost_centre,
    "project": lambda statement, line: line.project_code,
    "day": lambda statement, line: line.day,
    "quantity": lambda statement, line: quantity_of(line.quantity, line.unit),
    "unit": lambda statement, line: UNIT_NAMES.get(line.unit, line.unit),
    "price": lambda statement, line: Money(line.price_cents),
    "amount": lambda statement, line: Money(line.amount_cents),
    "purpose": lambda statement, line: line.purpose,
    "route": lambda statement, line: line.route,
    "times": lambda statement, line: line.times,
    "given": lambda statement, line: line.given,
    "title": lambda statement, line: line.title,
    "decision": lambda statement, line: line.decision_number,
    "month": lambda statement, line: statement.heading.month,
    "pay_on": lambda statement, line: statement.heading.pay_on,
    "payer": lambda statement, line: statement.heading.payer_name,
    "business_id": lambda statement, line: statement.heading.payer_business_id,
}


def payroll_file(chosen: ExportMap, statements: Iterable[Statement]) -> bytes:
    """The statements are of one pay day. The sums bind, not the products.

    Per person: a row for each with something to pay, in the order of person numbers, several
    statements of one person summed. Per line: person by person, statement by statement.
    """
    paid = _in_order(statements)
    header = headings(chosen)
    if chosen.kind == FileKind.XLSX:
        made_on = max((one.heading.issued_on for one in paid), default=NOBODY_PAID)
        return workbook(header, cells(chosen, paid), made_on=made_on, form=chosen.day_format)
    rows = [*filter(None, [list(map(text_cell, header))]), *texts(chosen, paid)]
    file = io.StringIO()
    delimiter = DELIMITERS[chosen.delimiter]
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return encoded(file.getvalue(), chosen.encoding)


def headings(chosen: ExportMap) -> list[str]:
    """Empty when the file has none."""
    return [] if chosen.quiet else [column.heading for column in chosen.columns]


def texts(chosen: ExportMap, statements: Iterable[Statement]) -> list[list[str]]:
    """The rows as a text file has them."""
    sign, form = chosen.decimal_sign, chosen.day_format
    return [[written(cell, sign, form) for cell in row] for row in cells(chosen, statements)]


def cells(chosen: ExportMap, statements: Iterable[Statement]) -> list[list[Cell]]:
    paid = _in_order(statements)
    if chosen.per == Per.LINE:
        return [
            [
                column.text if column.source == FIXED else OF_LINE[column.source](statement, line)
                for column in chosen.columns
            ]
            for statement in paid
            for line in statement.lines
        ]
    people: dict[str, list[Statement]] = defaultdict(list)
    for statement in paid:
        people[statement.heading.person_number].append(statement)
    return [
        [
            column.text if column.source == FIXED else OF_PERSON[column.source](own)
            for column in chosen.columns
        ]
        for own in people.values()
    ]


def quantity_of(quantity: int, unit: str) -> Quantity:
    """Whole minutes, tenths of a kilometre or pieces, as what the price is for."""
    return Quantity(Decimal(quantity) / PARTS_OF_UNIT[unit])


def has_pay(statement: Statement) -> bool:
    """A statement where everything is waived or bought by us is no business of payroll's."""
    return any(line.amount_cents for line in statement.lines)


def _in_order(statements: Iterable[Statement]) -> list[Statement]:
    return sorted(
        filter(has_pay, statements),
        key=lambda one: (one.heading.person_number, str(one.heading.number)),
    )


def _tenths(lines: Iterable[Line]) -> int:
    """Driven once, though what is paid above the maximum is a line of its own."""
    driven = (line for line in lines if line.unit == "kilometre" and not line.is_taxable)
    return sum(line.quantity for line in driven)
