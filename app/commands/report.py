"""`rinnalla report`: reports that the law asks for, from the command line."""

import json
from pathlib import Path

import click

from app.commands.application import running
from app.commands.chosen import finance_person, organisation_named
from app.commands.refused import Refused
from app.database import Refusal, acting_in
from app.errors import sentences
from app.language import euros, gettext
from app.readings import waiting_reports
from app.storage.register_deliveries import RegisterDelivery
from app.use_cases import tell_incomes_register


@click.group()
def report() -> None:
    """Reports to authorities, as files that a person uploads."""


@report.command()
@click.option("--organisation", required=True, help="Its name or number.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="Someone of finance there.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A folder the files are written into.",
)
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object.")
def incomes_register(organisation: str, email: str, folder: Path | None, as_json: bool) -> None:
    """Make the files of everything that the Incomes Register is to be told now."""
    with running():
        by = finance_person(email, organisation_named(organisation))
        with acting_in(by.organisation_id):
            try:
                made = tell_incomes_register.make(by=by)
            except Refusal as refusal:
                raise Refused(" ".join(sentences(refusal))) from None
            if folder is not None:
                for one in made:
                    name, file = tell_incomes_register.file_of(one.id)
                    (folder / name).write_bytes(file)
            held = len(waiting_reports.waiting().held)
            files = [_outcome(one) for one in made]
            words = [_sentence(one) for one in made]
            if held:
                words.append(gettext("%(count)s cannot be reported yet.", count=held))
    click.echo(json.dumps({"files": files, "held": held}) if as_json else "\n".join(words))


def _outcome(one: RegisterDelivery) -> dict[str, object]:
    return {
        "id": one.id,
        "number": one.number,
        "kind": str(one.kind),
        "pay_on": one.pay_on.isoformat(),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "reports": one.reports,
        "paid_cents": one.paid_cents,
        "deducted_cents": one.deducted_cents,
    }


def _sentence(one: RegisterDelivery) -> str:
    return gettext(
        "File %(number)s: %(reports)s reports, %(sum)s.",
        number=one.number,
        reports=one.reports,
        sum=euros(one.paid_cents),
    )
