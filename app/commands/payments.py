"""`rinnalla payments`: a payment batch made, approved and taken out from the command line."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from app.access import Actor
from app.commands.application import running
from app.commands.chosen import finance_person, organisation_named
from app.database import acting_in
from app.gateways import payment_folder
from app.language import euros, gettext
from app.storage.bank_batches import BankBatch
from app.use_cases import pay_by_bank

ORGANISATION = click.option("--organisation", required=True, help="Its name or number.")
AS = click.option("--as", "email", required=True, metavar="EMAIL", help="Someone of finance there.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object.")


@click.group()
def payments() -> None:
    """Fees the organisation pays by itself, through a file for its bank."""


@payments.command()
@ORGANISATION
@click.option("--pay-on", type=click.DateTime(["%Y-%m-%d"]), help="When people have the money.")
@AS
@AS_JSON
def create(organisation: str, pay_on: datetime | None, email: str, as_json: bool) -> None:
    """Make a batch of everything that waits; what cannot be paid stays."""
    day = pay_on.date() if pay_on else None
    _do(organisation, email, as_json, lambda by: pay_by_bank.create(by=by, pay_on=day))


@payments.command()
@ORGANISATION
@click.argument("batch_id", type=int)
@AS
@AS_JSON
def approve(organisation: str, batch_id: int, email: str, as_json: bool) -> None:
    """Approve a batch somebody else has made; the file is written."""
    _do(organisation, email, as_json, lambda by: pay_by_bank.approve(by=by, batch_id=batch_id))


@payments.command()
@ORGANISATION
@click.argument("batch_id", type=int)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="A new file.")
@AS
@AS_JSON
def export(organisation: str, batch_id: int, file: Path | None, email: str, as_json: bool) -> None:
    """Take the file of an approved batch out; the same bytes every time."""

    def take(by: Actor) -> BankBatch:
        batch = pay_by_bank.export(by=by, batch_id=batch_id)
        if file is not None:
            payment_folder.put(file, pay_by_bank.file_of(batch_id)[1])
        return batch

    _do(organisation, email, as_json, take)


def _do(organisation: str, email: str, as_json: bool, act: Callable[[Actor], BankBatch]) -> None:
    with running():
        by = finance_person(email, organisation_named(organisation))
        with acting_in(by.organisation_id):
            done = act(by)
            outcome = {
                "id": done.id,
                "number": done.number,
                "state": str(done.state),
                "pay_on": done.pay_on.isoformat(),
                "debit_on": done.debit_on.isoformat(),
                "payments": done.payments,
                "cents": done.cents,
                "sha256": done.sha256,
            }
            words = gettext(
                "Batch %(id)s, %(number)s: %(payments)s payments, %(sum)s.",
                id=done.id,
                number=done.number,
                payments=done.payments,
                sum=euros(done.cents),
            )
    click.echo(json.dumps(outcome) if as_json else words)
