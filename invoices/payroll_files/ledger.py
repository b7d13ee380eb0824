"""The files payroll reads: one row a person or one row a line, as its map says, to the cent."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from invoices.payroll_files.beside import BESIDE_LINE, BY_TAX, OF_NET, Beside
from invoices.payroll_files.cells import Cell, Money, Quantity, encoded, text_cell, written
from invoices.payroll_files.export_map import DELIMITERS, FIXED, Column, ExportMap, FileKind, Per
from invoices.payroll_files.workbook import workbook
from invoices.statements.statement import PARTS_OF_UNIT, Line, Statement

NOBODY_PAID = date(2000, 1, 1)  # when a workbook without rows says it was made
NOTHING_BESIDE = Beside()
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


def payroll_file(
    chosen: ExportMap, statements: Iterable[Statement], beside: Beside = NOTHING_BESIDE
) -> bytes:
    """The statements are of one pay day. The sums bind, not the products.

    Per person: a row for each with something to pay, in the order of person numbers, several
    statements of one person summed. Per line: person by person, statement by statement; with nets
    the rows of each sum to its payment.
    """
    paid = _in_order(statements, beside)
    header = headings(chosen)
    if chosen.kind == FileKind.XLSX:
        made_on = max((one.heading.issued_on for one in paid), default=NOBODY_PAID)
        rows = cells(chosen, paid, beside)
        return workbook(header, rows, made_on=made_on, form=chosen.day_format)
    text = [*filter(None, [list(map(text_cell, header))]), *texts(chosen, paid, beside)]
    file = io.StringIO()
    delimiter = DELIMITERS[chosen.delimiter]
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(text)
    return encoded(file.getvalue(), chosen.encoding)


def headings(chosen: ExportMap) -> list[str]:
    """Empty when the file has none."""
    return [] if chosen.quiet else [column.heading for column in chosen.columns]


def texts(
    chosen: ExportMap, statements: Iterable[Statement], beside: Beside = NOTHING_BESIDE
) -> list[list[str]]:
    """The rows as a text file has them."""
    sign, form = chosen.decimal_sign, chosen.day_format
    rows = cells(chosen, statements, beside)
    return [[written(cell, sign, form) for cell in row] for row in rows]


def cells(
    chosen: ExportMap, statements: Iterable[Statement], beside: Beside = NOTHING_BESIDE
) -> list[list[Cell]]:
    paid = _in_order(statements, beside)
    if chosen.per == Per.LINE:
        return [
            [_of_line(column, statement, line, beside) for column in chosen.columns]
            for statement in paid
            for line in beside.lines_of(statement)
        ]
    people: dict[str, list[Statement]] = defaultdict(list)
    for statement in paid:
        people[beside.person_of(statement)].append(statement)
    return [
        [_of_person(column, own, beside) for column in chosen.columns] for own in people.values()
    ]


def _of_line(column: Column, statement: Statement, line: Line, beside: Beside) -> Cell:
    if column.source == FIXED:
        return column.text
    if column.source in BESIDE_LINE:
        return BESIDE_LINE[column.source](beside, statement, line)
    return OF_LINE[column.source](statement, line)


def _of_person(column: Column, own: Sequence[Statement], beside: Beside) -> Cell:
    """What payroll counts is left empty."""
    if column.source == FIXED:
        return column.text
    if column.source in BY_TAX:
        return BY_TAX[column.source](own, beside)
    if column.source in OF_NET:
        nets = [net for one in own if (net := beside.net_of(one))]
        return OF_NET[column.source](own, nets) if nets else ""
    return OF_PERSON[column.source](own)


def quantity_of(quantity: int, unit: str) -> Quantity:
    """Whole minutes, tenths of a kilometre or pieces, as what the price is for."""
    return Quantity(Decimal(quantity) / PARTS_OF_UNIT[unit])


def has_pay(statement: Statement) -> bool:
    """A statement where everything is waived or bought by us is no business of payroll's."""
    return any(line.amount_cents for line in statement.lines)


def _in_order(statements: Iterable[Statement], beside: Beside) -> list[Statement]:
    return sorted(
        (one for one in statements if has_pay(one) or beside.net_of(one)),
        key=lambda one: (one.heading.person_number, str(one.heading.number)),
    )


def _tenths(lines: Iterable[Line]) -> int:
    """Driven once, though what is paid above the maximum is a line of its own."""
    driven = (line for line in lines if line.unit == "kilometre" and not line.is_taxable)
    return sum(line.quantity for line in driven)
