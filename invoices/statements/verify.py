"""Independent checks of what was issued: each returns the first violation found, or None."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from invoices.payroll_files.export_map import ExportMap, Per, usual_map
from invoices.payroll_files.ledger import has_pay
from invoices.payroll_files.read_back import FoundRow, rows_of
from invoices.statements.disposal import DestroyedNumbers
from invoices.statements.hash_chain import FIRST, next_hash
from invoices.statements.statement import (
    Line,
    Number,
    Statement,
    amount_of,
    business_columns,
    mirrored,
)


@dataclass(frozen=True)
class Violation:
    """A fact that should not be: a code, which statement, and what was found."""

    code: str
    number: str
    found: Mapping[str, object] = field(default_factory=dict)


def find_wrong_amount(statement: Statement) -> Violation | None:
    """Every line's amount is its quantity x price, and a waived line's is nothing."""
    for line in statement.lines:
        exact = 0 if line.waived else amount_of(line.quantity, line.unit, line.price_cents)
        if line.amount_cents != exact:
            found = {"position": line.position, "stored": line.amount_cents, "exact": exact}
            return Violation("wrong_amount", str(statement.heading.number), found)
    return None


def find_wrong_total(
    statement: Statement, *, taxable_cents: int, tax_free_cents: int, gross_cents: int
) -> Violation | None:
    """The stored totals are the sums of the lines, of which there is at least one."""
    number = str(statement.heading.number)
    if not statement.lines:
        return Violation("no_lines", number)
    totals = {
        "taxable_cents": (taxable_cents, statement.taxable_cents),
        "tax_free_cents": (tax_free_cents, statement.tax_free_cents),
        "gross_cents": (gross_cents, statement.gross_cents),
    }
    for name, (stored, exact) in totals.items():
        if stored != exact:
            return Violation("wrong_total", number, {name: stored, "exact": exact})
    return None


def find_wrong_positions(statement: Statement) -> Violation | None:
    """Lines are numbered 1..n."""
    positions = [line.position for line in statement.lines]
    if positions == list(range(1, len(positions) + 1)):
        return None
    return Violation("wrong_positions", str(statement.heading.number), {"positions": positions})


def find_wrong_mirror(
    original: Sequence[Line], document: Statement, *, is_credit: bool
) -> Violation | None:
    """A document begins with every line that stood, the opposite sign; a credit has no others.

    original  the lines that stood, in their order
    """
    taken_back = [replace(line, position=0) for line in document.lines[: len(original)]]
    exact = [replace(mirrored(line), position=0) for line in original]
    if taken_back == exact and (not is_credit or len(document.lines) == len(original)):
        return None
    return Violation("wrong_mirror", str(document.heading.number))


def find_gap(
    numbers: Iterable[Number], destroyed: Iterable[DestroyedNumbers] = ()
) -> Violation | None:
    """The numbers of one series and year, in whatever order they come, are exactly 1..n with
    those that were destroyed."""
    there = [(number.serial, number.serial, str(number)) for number in numbers]
    gone = [(each.first, each.last, "") for each in destroyed]
    expected = 1
    for first, last, number in sorted(there + gone):
        if first != expected:
            return Violation("gap_in_numbers", number, {"expected": expected})
        expected = last + 1
    return None


def find_wrong_order(statements: Sequence[Statement]) -> Violation | None:
    """In the order of numbers, no statement is issued before the one that precedes it."""
    by_number = sorted(statements, key=lambda statement: statement.heading.number.serial)
    for before, after in pairwise(by_number):
        if after.heading.issued_on < before.heading.issued_on:
            found = {"issued_on": after.heading.issued_on}
            return Violation("issued_out_of_order", str(after.heading.number), found)
    return None


def find_broken_chain(
    stored: Iterable[tuple[Statement, str]], destroyed: Iterable[DestroyedNumbers] = ()
) -> Violation | None:
    """Statements of one series and year with their stored hashes, in the order of numbers.

    The first after destroyed ones follows the hash that was kept of the last of these.
    """
    kept = {each.last + 1: each.last_hash for each in destroyed}
    previous = FIRST
    for statement, stored_hash in stored:
        previous = kept.get(statement.heading.number.serial, previous)
        previous = next_hash(previous, business_columns(statement))
        if stored_hash != previous:
            return Violation("broken_chain", str(statement.heading.number))
    return None


def find_wrong_file(
    statements: Sequence[Statement],
    *,
    per_person: bytes,
    per_line: bytes,
    person_map: ExportMap | None = None,
    line_map: ExportMap | None = None,
) -> Violation | None:
    """Both payroll files, read back by their maps, sum to the statements: as a whole and one by
    one. Without maps they are the usual ones."""
    try:
        people = rows_of(per_person, person_map or usual_map(Per.PERSON))
        lines = rows_of(per_line, line_map or usual_map(Per.LINE))
    except (LookupError, ValueError):  # a column is missing, or an amount is no amount
        return Violation("wrong_file", "", {"readable": False})
    return _find_wrong_sum(statements, people) or _find_wrong_row(statements, lines)


def _find_wrong_sum(
    statements: Sequence[Statement], people: Sequence[FoundRow]
) -> Violation | None:
    money = sum(statement.money_cents for statement in statements)
    in_people = sum(row.cents for row in people)
    if in_people != money:
        return Violation("wrong_file", "", {"per_person_cents": in_people, "exact": money})
    return None


def _find_wrong_row(statements: Sequence[Statement], lines: Sequence[FoundRow]) -> Violation | None:
    """What the map leaves out, number or place of a line, is not compared."""
    numbered = all(row.number is not None for row in lines)
    placed = all(row.position is not None for row in lines)
    expected = sorted(
        (str(one.heading.number) if numbered else "", line.position if placed else 0, cents)
        for one in statements
        if has_pay(one)
        for line in one.lines
        for cents in (line.amount_cents,)
    )
    in_lines = sorted((row.number or "", row.position or 0, row.cents) for row in lines)
    for wanted, found in zip_longest(expected, in_lines):
        if wanted != found:
            number = (wanted or found)[0]
            return Violation("wrong_file", number, {"per_line": found, "exact": wanted})
    return None
