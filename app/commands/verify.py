"""`rinnalla verify`: an independent look at everything that must always hold."""

import json
from collections.abc import Iterator
from itertools import groupby

import click

from app.commands.application import running
from app.commands.refused import Refused
from app.database import acting_in
from app.storage import invariants, organisations, payment_batches, statements
from app.storage.invariants import Broken
from invoices import verify as rules
from invoices.verify import Violation

WORDS = {
    "wrong_amount": "a line is its quantity times its price",
    "no_lines": "a statement has lines",
    "wrong_total": "a statement's totals are the sums of its lines",
    "wrong_positions": "lines are numbered 1..n",
    "gap_in_numbers": "numbers are 1..n",
    "issued_out_of_order": "numbers follow the order of issue",
    "broken_chain": "an issued statement is as it was issued (chain of hashes)",
    "wrong_file": "payroll's files sum to the statements handed over",
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One object for a machine to read.")
def verify(as_json: bool) -> None:
    """Check money, time and tenancy over all organisations; name the first violation."""
    with running(as_owner=True):
        broken = first_broken()
    if as_json:
        found = broken and {"rule": broken.rule, "where": broken.where}
        click.echo(json.dumps({"holds": broken is None, "broken": found}))
    if broken is not None:
        raise Refused(f"{broken.where}: it does not hold that {broken.rule}")
    if not as_json:
        click.echo("Everything holds.")


def first_broken() -> Broken | None:
    """By the questions of SQL first, then by working every statement out anew."""
    return invariants.first_broken() or next(_broken_statements(), None)


def _broken_statements() -> Iterator[Broken]:
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            for violation in _violations():
                where = f"organisation {organisation_id}, statement {violation.number}"
                yield Broken(WORDS[violation.code], where)


def _violations() -> Iterator[Violation]:
    issued = statements.all_issued()
    for one in issued:
        values = one.values()
        totals = {
            "taxable_cents": one.fee_cents,
            "tax_free_cents": one.tax_free_cents,
            "gross_cents": one.total_cents,
        }
        yield from filter(
            None,
            (
                rules.find_wrong_amount(values),
                rules.find_wrong_total(values, **totals),
                rules.find_wrong_positions(values),
            ),
        )
    for _, series in groupby(issued, key=lambda one: (one.series, one.year)):
        if found := rules.find_broken_chain([(one.values(), one.hash) for one in series]):
            yield found
    for batch in payment_batches.all_batches():
        handed_over = [one.values() for one in statements.of_batch(batch.id)]
        files = {"per_person": batch.per_person, "per_line": batch.per_line}
        if found := rules.find_wrong_file(handed_over, **files):
            yield found
