"""A statement: what one person is paid in one payroll period, numbered and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from invoices.money import share
from invoices.pricing.fee_table import Work
from invoices.refusals.statements import CreditOfCredit, EntryTwice, NoLines
from invoices.travel.costs import TAXED, ExpenseKind

GIVEN = "given"  # work that a thing is given for, such as a gift card: pay, but no money
# Work first, in the order it is done; then costs. Also the order of lines within a day.
KINDS = (
    str(Work.PREPARATION),
    str(Work.ACTIVITY),
    str(Work.TRAVEL),
    str(Work.FOLLOW_UP),
    GIVEN,
    str(ExpenseKind.KILOMETRES),
    str(ExpenseKind.KILOMETRES_ABOVE),
    str(ExpenseKind.PER_DIEM),
    str(ExpenseKind.PARTIAL_PER_DIEM),
    str(ExpenseKind.MEAL),
    str(ExpenseKind.ALLOWANCE_ABOVE),
    str(ExpenseKind.TICKET),
    str(ExpenseKind.OTHER),
    str(ExpenseKind.NO_RECEIPT),
    str(ExpenseKind.BOUGHT_BY_US),
)
TAXABLE_KINDS = frozenset(map(str, (*Work, GIVEN, *TAXED)))

# How many of a line's whole-number quantity make one of what its price is for.
PARTS_OF_UNIT = {
    "hour": 60,
    "kilometre": 10,
    "lesson": 45,
    "meeting": 1,
    "day": 1,
    "lump": 1,
    "piece": 1,
}


class StatementKind(StrEnum):
    STATEMENT = "statement"
    CREDIT = "credit"  # cancels one that has not been paid
    CORRECTION = "correction"  # of one that has been paid: only the difference moves


@dataclass(frozen=True, kw_only=True)
class Line:
    """One priced entry, copied as it was at issue.

    entry     the entry it came from, as hour-17 or expense-4
    quantity  whole minutes, tenths of a kilometre, or pieces, as `unit` says
    price_cents is 0 on a waived line, and `waived` says why
    position  1..n once drawn up
    title, breakdown, decision_number  what the page says of it: in neutral words, step by step
    """

    entry: str
    kind: str
    day: date
    quantity: int
    unit: str
    price_cents: int
    amount_cents: int
    pay_code: str
    cost_centre: str
    project_code: str = ""
    purpose: str = ""
    route: str = ""
    times: str = ""
    waived: bool = False
    position: int = 0
    title: str = ""
    decision_number: str = ""
    breakdown: tuple[Mapping[str, object], ...] = ()

    @property
    def is_taxable(self) -> bool:
        return self.kind in TAXABLE_KINDS

    @property
    def given(self) -> str:
        """What is handed over instead of money; empty on a line of money."""
        names = (str(step["name"]) for step in self.breakdown if step["code"] == GIVEN)
        return next(names, GIVEN) if self.kind == GIVEN else ""


@dataclass(frozen=True, kw_only=True)
class Number:
    """The place of a statement in its series and year, printed as 2026-000123."""

    year: int
    serial: int
    series: str = ""

    def __str__(self) -> str:
        number = f"{self.year}-{self.serial:06d}"
        return f"{self.series}-{number}" if self.series else number


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Who pays whom and when, in the words valid at issue.

    credits, corrects  the number of the statement that it cancels, or corrects after payment
    """

    number: Number
    issued_on: date
    month: str  # the payroll period, as 2026-11
    pay_on: date
    payer_name: str
    payer_business_id: str
    person_number: str
    person_name: str
    language: str
    credits: Number | None = None
    corrects: Number | None = None


@dataclass(frozen=True)
class Statement:
    heading: Heading
    lines: tuple[Line, ...]

    @property
    def taxable_cents(self) -> int:
        """Fees: the sum of the rounded lines, so that it agrees with the printed page."""
        return sum(line.amount_cents for line in self.lines if line.is_taxable)

    @property
    def tax_free_cents(self) -> int:
        """Travel and other costs."""
        return sum(line.amount_cents for line in self.lines if not line.is_taxable)

    @property
    def gross_cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)

    @property
    def given_cents(self) -> int:
        """What things given are worth: taxable, and never paid as money."""
        return sum(line.amount_cents for line in self.lines if line.kind == GIVEN)

    @property
    def money_cents(self) -> int:
        """What is paid, before tax."""
        return self.gross_cents - self.given_cents


def draw_up(heading: Heading, lines: Iterable[Line]) -> Statement:
    """Order the lines by day, kind and entry and number them 1..n, in whatever order they come.

    Raises NoLines, EntryTwice.
    """
    ordered = sorted(lines, key=_place)
    if not ordered:
        raise NoLines()
    entries: set[str] = set()
    for line in ordered:
        if line.entry in entries:
            raise EntryTwice(line.entry)
        entries.add(line.entry)
    numbered = (replace(line, position=n) for n, line in enumerate(ordered, start=1))
    return Statement(heading, tuple(numbered))


def amount_of(quantity: int, unit: str, price_cents: int) -> int:
    """The amount of a line in cents: quantity x price, rounded half up, once."""
    return share(price_cents, quantity, PARTS_OF_UNIT[unit])


def mirror(original: Statement, *, number: Number, issued_on: date, pay_on: date) -> Statement:
    """The credit of a statement, line by line; the two sum to zero. Raises CreditOfCredit."""
    if original.heading.credits is not None:
        raise CreditOfCredit(str(original.heading.number))
    heading = replace(
        original.heading,
        number=number,
        issued_on=issued_on,
        pay_on=pay_on,
        credits=original.heading.number,
    )
    return Statement(heading, tuple(map(mirrored, original.lines)))


def mirrored(line: Line) -> Line:
    """The same with the opposite sign."""
    return replace(line, quantity=-line.quantity, amount_cents=-line.amount_cents)


def business_columns(statement: Statement) -> dict[str, object]:
    """Everything the hash covers: heading, totals and lines, as plain values.

    `corrects` is among them where it says something: older hashes know nothing of it.
    """
    heading = _plain(statement.heading)
    if heading["corrects"] is None:
        del heading["corrects"]
    return {
        **heading,
        "taxable_cents": statement.taxable_cents,
        "tax_free_cents": statement.tax_free_cents,
        "gross_cents": statement.gross_cents,
        "lines": [_plain(line) for line in statement.lines],
    }


def _place(line: Line) -> tuple[date, int, int, str]:
    """Shorter references first, so that hour-9 comes before hour-10."""
    return line.day, KINDS.index(line.kind), len(line.entry), line.entry


def _plain(record: Heading | Line) -> dict[str, object]:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {
        name: str(value) if isinstance(value, Number) else value for name, value in values.items()
    }
