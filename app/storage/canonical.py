"""The canonical JSON of statements as SQL: to the letter what the hash chain writes."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from itertools import groupby

from invoices.statements.statement import Heading, Line, Number, Statement, business_columns

LINES = "lines"  # are written by themselves
CLOCK = (  # nothing when one of the two is not known
    "to_char(leaves_at, 'FMHH24.MI') || '–' || to_char(returns_at, 'FMHH24.MI')"
)


class Letters(str):
    """What is written as it stands; all else is SQL."""


Written = tuple[str, ...]
QUOTE = Letters('"')


def _plain(*expressions: str) -> Written:
    """What needs no escaping, as text."""
    return QUOTE, *expressions, QUOTE


def _words(column: str) -> Written:
    """Anybody's words; most are empty."""
    return (f"case when {column} = '' then '\"\"' else to_json({column}) end",)


# Over the columns of run_rows.
LINE: Mapping[str, Written] = {
    "amount_cents": ("cents",),
    "breakdown": ("breakdown",),  # spelt so already: see app.storage.price_steps
    "cost_centre": _words("cost_centre"),
    "day": _plain("day"),
    "decision_number": _words("decision_number"),
    "entry": _plain("case when is_work then 'hour-' else 'expense-' end", "entry_id"),
    "kind": _plain("kind"),
    "pay_code": _words("pay_code"),
    "position": ("position",),
    "price_cents": ("unit_cents",),
    "project_code": _words("project_code"),
    "purpose": _words("purpose"),
    "quantity": ("quantity",),
    "route": _words("route"),
    "times": _plain(CLOCK),
    "title": _words("title"),
    "unit": _plain("unit"),
    "waived": ("case when waived then 'true' else 'false' end",),
}
# Over the columns of run_people, with what is the same for the whole run as :names.
STATEMENT: Mapping[str, Written] = {
    "gross_cents": ("fee_cents + tax_free_cents",),
    "issued_on": _plain("cast(:issued_on as date)"),
    "language": _words("language"),
    "month": _plain("cast(:month as text)"),
    "number": _plain(
        "cast(:year as text)", Letters("-"), "repeat('0', 6 - length(serial::text))", "serial"
    ),
    "pay_on": _plain("cast(:pay_on as date)"),
    "payer_business_id": ("to_json(cast(:payer_business_id as text))",),
    "payer_name": _words("payer_name"),
    "person_name": _words("payee_name"),
    "person_number": _words("payroll_number"),
    "tax_free_cents": ("tax_free_cents",),
    "taxable_cents": ("fee_cents",),
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


def line() -> str:
    """A line, by the clock of the session, which has to be that of Finland."""
    assert LINE.keys() == {field.name for field in fields(Line)}
    return _concat(Letters("{"), *_written(LINE), Letters("}"))


def statement_around_lines() -> tuple[str, str]:
    """Two texts: what stands before the list of lines, and behind it."""
    nothing: Written = ("'null'",)
    written = {**STATEMENT, **{name: nothing for name, value in ORDINARY.items() if value is None}}
    assert {*written, LINES} == set(ORDINARY)
    before = {name: how for name, how in written.items() if name < LINES}
    behind = {name: how for name, how in written.items() if name > LINES}
    return (
        _concat(Letters("{"), *_written(before), Letters(f',"{LINES}":')),
        _concat(Letters(","), *_written(behind), Letters("}")),
    )


def _written(values: Mapping[str, Written]) -> Iterable[str]:
    """Sorted by name, with commas between."""
    for place, name in enumerate(sorted(values)):
        yield Letters(f'{"," if place else ""}"{name}":')
        yield from values[name]


def _concat(*parts: str) -> str:
    """Letters that meet are one constant: each part costs, a million times."""
    pieces: list[str] = []
    for is_letters, group in groupby(parts, lambda part: isinstance(part, Letters)):
        together = list(group)
        pieces += [f"'{''.join(together)}'"] if is_letters else together
    return f"concat({', '.join(pieces)})"
