"""Reads every issued statement back and checks it by the rules: amounts, order, chain, files."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from app.database import acting_in
from app.storage import disposals, organisations, payment_batches, statements
from app.storage.invariants import Broken
from app.storage.statements import Statement
from invoices.payroll_files.export_map import Per
from invoices.statements import verify
from invoices.statements.disposal import DestroyedNumbers
from invoices.statements.statement import StatementKind
from invoices.statements.verify import Violation

RULES = {
    "wrong_amount": "the amount of a line is its quantity times its price",
    "wrong_positions": "the lines of a statement are numbered 1..n",
    "no_lines": "a statement has lines",
    "wrong_total": "the totals of a statement are the sums of its lines",
    "gap_in_numbers": "the numbers of a year have no gaps",
    "issued_out_of_order": "a later number is not issued earlier",
    "broken_chain": "an issued statement is as it was issued (chain of hashes)",
    "wrong_mirror": "a credit or a correction takes every line back exactly",
    "wrong_file": "payroll's files sum to the statements handed over",
}


def first_broken() -> Broken | None:
    """The first violation over all organisations."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            found = next(filter(None, violations()), None)
        if found is not None:
            where = f"organisation {organisation_id}, statement {found.number}".rstrip()
            return Broken(RULES[found.code], where)
    return None


def violations() -> Iterator[Violation | None]:
    """One answer for each check in the organisation acted in; None where it holds."""
    issued = statements.all_issued()
    destroyed: dict[tuple[str, int], list[DestroyedNumbers]] = defaultdict(list)
    for each in disposals.destroyed_numbers():
        destroyed[each.series, each.year].append(each)
    for place, numbered in groupby(issued, key=lambda one: (one.series, one.year)):
        yield from _of_one_year(list(numbered), destroyed[place])
    yield from map(_mirror, (one for one in issued if one.refers_to_id is not None))
    for batch in payment_batches.all_batches():
        handed_over = [one.values() for one in statements.of_batch(batch.id)]
        yield verify.find_wrong_file(
            handed_over,
            per_person=batch.per_person,
            per_line=batch.per_line,
            person_map=batch.map_of(Per.PERSON),
            line_map=batch.map_of(Per.LINE),
        )


def _mirror(document: Statement) -> Violation | None:
    """Against what it refers to, which its own key says is there."""
    original = document.refers_to.lines if document.refers_to else []
    return verify.find_wrong_mirror(
        [line.values() for line in original if line.mirrors_id is None],
        document.values(),
        is_credit=document.kind == StatementKind.CREDIT,
    )


def _of_one_year(
    issued: Sequence[Statement], destroyed: Sequence[DestroyedNumbers]
) -> Iterator[Violation | None]:
    values = [one.values() for one in issued]
    for stored, statement in zip(issued, values, strict=True):
        yield verify.find_wrong_amount(statement)
        yield verify.find_wrong_positions(statement)
        yield verify.find_wrong_total(
            statement,
            taxable_cents=stored.fee_cents,
            tax_free_cents=stored.tax_free_cents,
            gross_cents=stored.total_cents,
        )
    yield verify.find_gap((statement.heading.number for statement in values), destroyed)
    yield verify.find_wrong_order(values)
    hashes = [one.hash for one in issued]
    yield verify.find_broken_chain(zip(values, hashes, strict=True), destroyed)
