"""What payroll's files are like: the columns and how they are written, with a look at the file."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext, lazy
from app.readings.income_types import codes_of
from app.readings.paid_by_bank import told_of
from app.schemas.exports import LONGEST_HEADING, MapSchema
from app.storage import bank_batches, export_maps, ledger_accounts, payments, statements
from app.use_cases import set_export_map
from app.web.forms import typed
from invoices.payroll_files import ledger
from invoices.payroll_files.beside import Beside
from invoices.payroll_files.cells import DayFormat, DecimalSign
from invoices.payroll_files.export_map import (
    DELIMITERS,
    FIXED,
    SOURCES,
    Delimiter,
    Encoding,
    ExportMap,
    FileKind,
    Per,
)
from invoices.statements.statement import Statement

pages = Blueprint("exports", __name__, url_prefix="/exports")

SHOWN_ROWS = 5
SPARE_COLUMNS = 3
WORDS: dict[Any, Any] = {
    FileKind.CSV: lazy("Text file (CSV)"),
    FileKind.XLSX: lazy("Workbook (XLSX)"),
    Encoding.MARKED: lazy("UTF-8 for spreadsheets"),
    Encoding.PLAIN: "UTF-8",
    Encoding.WINDOWS: "Windows-1252",
    Delimiter.SEMICOLON: lazy("Semicolon"),
    Delimiter.COMMA: lazy("Comma"),
    Delimiter.TAB: lazy("Tab"),
    DecimalSign.COMMA: lazy("Comma: 12,50"),
    DecimalSign.POINT: lazy("Point: 12.50"),
    DayFormat.FINNISH: "5.1.2027",
    DayFormat.PADDED: "05.01.2027",
    DayFormat.ISO: "2027-01-05",
    DayFormat.DIGITS: "20270105",
}
TOLD = {
    "person_number": lazy("Person number"),
    "name": lazy("Name"),
    "numbers": lazy("Numbers of the statements"),
    "number": lazy("Number of the statement"),
    "position": lazy("Number of the line"),
    "month": lazy("Payment month"),
    "pay_on": lazy("Pay day"),
    "fees": lazy("Fees and taxed costs in all"),
    "tax_free": lazy("Tax-free travel and costs in all"),
    "total": lazy("Sum in all"),
    "given": lazy("Given in place of money"),
    "kilometres": lazy("Kilometres in all"),
    "payer": lazy("Payer"),
    "business_id": lazy("Business id"),
    "pay_code": lazy("Pay code"),
    "cost_centre": lazy("Cost centre"),
    "project": lazy("Project"),
    "day": lazy("Day of work"),
    "quantity": lazy("Quantity"),
    "unit": lazy("Unit of the price"),
    "price": lazy("Unit price"),
    "amount": lazy("Sum of the line"),
    "purpose": lazy("Purpose of the drive"),
    "route": lazy("Route"),
    "times": lazy("Clock times"),
    "title": lazy("What the work was"),
    "income_type": lazy("Income type"),
    "decision": lazy("Decision on the price"),
    "account": lazy("Account of the ledger"),
    "payment": lazy("Number of the payment"),
    "came_back": lazy("Paid anew after it came back"),
    "withheld": lazy("Tax withheld"),
    "pension": lazy("Person's pension contribution"),
    "unemployment": lazy("Person's unemployment insurance contribution"),
    "net": lazy("Paid to the account"),
    FIXED: lazy("The same on every row"),
}


@pages.get("/")
@needs(Permission.RUN_STATEMENTS)
def both():
    maps = [export_maps.in_use(per) for per in Per]
    looks = [(chosen, _look(chosen), export_maps.find(chosen.per) is None) for chosen in maps]
    return render_template("pages/exports/both.html", looks=looks)


@pages.get("/<any(person, line):per>")
@needs(Permission.RUN_STATEMENTS)
def edit(per: str):
    chosen = export_maps.in_use(Per(per))
    return _edit(Per(per), _as_values(chosen), look=_look(chosen))


@pages.post("/<any(person, line):per>")
@needs(Permission.RUN_STATEMENTS)
def keep(per: str):
    said, errors = typed(MapSchema())
    if errors:
        return _edit(Per(per), request.form, errors=errors), 422
    chosen = said["chosen"]
    if said["look"]:
        return _edit(Per(per), _as_values(chosen), look=_look(chosen), unsaved=True)
    set_export_map.set_export_map(by=access.actor(), chosen=chosen)
    flash(gettext("Saved. The next files are written so."), "success")
    return redirect(url_for(".both"), 303)


@pages.post("/<any(person, line):per>/usual")
@needs(Permission.RUN_STATEMENTS)
def back_to_usual(per: str):
    set_export_map.set_usual_map(per=Per(per))
    flash(gettext("The usual file is in use again."), "success")
    return redirect(url_for(".both"), 303)


def _look(chosen: ExportMap) -> str:
    """The first rows of the file, of the newest run that has statements."""
    header = ledger.headings(chosen)
    rows = ledger.texts(chosen, *_newest())[:SHOWN_ROWS]
    mark = " | " if chosen.kind == FileKind.XLSX else DELIMITERS[chosen.delimiter]
    return "\n".join(mark.join(cells) for cells in ([header] if header else []) + rows)


def _newest() -> tuple[list[Statement], Beside]:
    """Of the newest batch that the bank pays; otherwise of the newest run that has statements."""
    for batch in bank_batches.all_batches():
        return told_of(batch, payments.of_batch(batch.id)[:SHOWN_ROWS])
    for run in statements.all_runs():
        if found := statements.of_run(run.id)[:SHOWN_ROWS]:
            beside = Beside(ledger_accounts.in_use(), income_types=codes_of(found))
            return [statement.values() for statement in found], beside
    return [], Beside()


def _edit(per: Per, values: Any, *, errors: Any = None, look: str = "", unsaved: bool = False):
    rows = sum(1 for name in values if name.startswith("columns-") and name.endswith("-source"))
    return render_template(
        "pages/exports/edit.html",
        per=per,
        values=values,
        errors=errors or {},
        look=look,
        unsaved=unsaved,
        rows=range(rows if errors else rows + SPARE_COLUMNS),
        sources=[*((name, TOLD[name]) for name in SOURCES[per]), (FIXED, TOLD[FIXED])],
        longest=LONGEST_HEADING,
        choices={
            field: [(str(each), WORDS[each]) for each in kinds]
            for field, kinds in (
                ("kind", FileKind),
                ("encoding", Encoding),
                ("delimiter", Delimiter),
                ("decimal_sign", DecimalSign),
                ("day_format", DayFormat),
            )
        },
    )


def _as_values(chosen: ExportMap) -> dict[str, Any]:
    """The map as its form has it."""
    values: dict[str, Any] = {
        "kind": chosen.kind,
        "encoding": chosen.encoding,
        "delimiter": chosen.delimiter,
        "decimal_sign": chosen.decimal_sign,
        "day_format": chosen.day_format,
        "quiet": str(chosen.quiet).lower(),
    }
    for number, column in enumerate(chosen.columns):
        values |= {
            f"columns-{number}-place": number + 1,
            f"columns-{number}-source": column.source,
            f"columns-{number}-heading": column.heading,
            f"columns-{number}-text": column.text,
        }
    return values
