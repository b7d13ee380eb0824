"""`rinnalla verify`: an independent look at everything that must always hold."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

from app import checks
from app.commands.application import running
from app.commands.refused import Refused
from app.storage import invariants
from app.storage.invariants import Broken

T = TypeVar("T")


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
    """By SQL, then by working prices, statements and records out anew, then by reading prints.

    Last what people put right: the bank paid in another year than the tax was counted for.
    """
    return (
        invariants.first_broken()
        or checks.prices.first_broken()
        or checks.settled.first_broken()
        or checks.plans.first_broken()
        or checks.statements.first_broken()
        or checks.bank_files.first_broken()
        or checks.hand_files.first_broken()
        or checks.register_files.first_broken()
        or checks.match_records.first_broken()
        or checks.printed.first_broken(_with_a_bar)
        or checks.payment_years.first_broken()
    )


def _with_a_bar(statements: Sequence[T]) -> Iterator[T]:
    """One by one, with a bar for whoever waits at a terminal."""
    with click.progressbar(
        statements,
        label="Reading the printed statements",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as shown:
        yield from shown
