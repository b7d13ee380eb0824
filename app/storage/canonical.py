"""The canonical JSON of statements as SQL: to the letter what the hash chain writes."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from invoices.statements.statement import Heading, Line, Number, Statement, business_columns

CLOCK = (
    "case when leaves_at is not null and returns_at is not null then"
    " to_char(leaves_at at time zone 'Europe/Helsinki', 'FMHH24.MI') || '–' ||"
    " to_char(returns_at at time zone 'Europe/Helsinki', 'FMHH24.MI') end"
)
BREAKDOWN, LINES = "breakdown", "lines"  # have parts of their own, which are not written here


def _plain(expression: str) -> str:
    """What needs no escaping, as text."""
    return f"'\"', {expression}, '\"'"


def _words(column: str) -> str:
    """Anybody's words; most are empty."""
    return f"case when {column} = '' then '\"\"' else to_json({column})::text end"


# Over the columns of run_lines.
LINE = {
    "amount_cents": "cents",
    "cost_centre": _words("cost_centre"),
    "day": _plain("day"),
    "decision_number": _words("decision_number"),
    "entry": _plain("case when is_work then 'hour-' else 'expense-' end, entry_id"),
    "kind": _plain("kind"),
    "pay_code": _words("pay_code"),
    "position": "position",
    "price_cents": "unit_cents",
    "project_code": _words("project_code"),
    "purpose": _words("purpose"),
    "quantity": "quantity",
    "route": _words("route"),
    "times": _plain(CLOCK),
    "title": _words("title"),
    "unit": _plain("unit"),
    "waived": "case when waived then 'true' else 'false' end",
}
# Over the columns of run_people, with what is the same for the whole run as :names.
STATEMENT = {
    "gross_cents": "fee_cents + tax_free_cents",
    "issued_on": _plain("cast(:issued_on as date)"),
    "language": _words("language"),
    "month": _plain("cast(:month as text)"),
    "number": _plain(
        "cast(:year as text), '-', repeat('0', 6 - length(serial::text)), serial::text"
    ),
    "pay_on": _plain("cast(:pay_on as date)"),
    "payer_business_id": "to_json(cast(:payer_business_id as text))",
    "payer_name": _words("payer_name"),
    "person_name": _words("payee_name"),
    "person_number": _words("payroll_number"),
    "tax_free_cents": "tax_free_cents",
    "taxable_cents": "fee_cents",
}
# What has no value on an ordinary statement, but for the lines, is null.
ORDINARY = business_columns(
    Statement(
        Heading(
            number=Number(year=0, serial=0),
            issued_on=date.min,
            month="",
            pay_on=date.min,
            payer_name="",
            payer_business_id="",
            person_number="",
            person_name="",
            language="",
        ),
        (),
    )
)


def line_around_breakdown() -> tuple[str, str]:
    """Two texts: what stands before the breakdown of a line, and behind it."""
    assert {*LINE, BREAKDOWN} == {field.name for field in fields(Line)}
    return _around(BREAKDOWN, LINE)


def statement_around_lines() -> tuple[str, str]:
    """Two texts: what stands before the list of lines, and behind it."""
    written = STATEMENT | {name: "'null'" for name, value in ORDINARY.items() if value is None}
    assert {*written, LINES} == set(ORDINARY)
    return _around(LINES, written)


def _around(middle: str, written: Mapping[str, str]) -> tuple[str, str]:
    names = sorted({*written, middle})
    place = names.index(middle)
    before = [f"'\"{name}\":', {written[name]}, ','" for name in names[:place]]
    after = [f"',\"{name}\":', {written[name]}" for name in names[place + 1 :]]
    head = ["'{'", *before, f"'\"{middle}\":'"]
    return f"concat({', '.join(head)})", f"concat({', '.join(after)}, '}}')"
