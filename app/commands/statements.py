"""`rinnalla statements`: a payroll period from the command line."""

import json
import re

import click

from app.access import Actor
from app.commands.application import running
from app.commands.chosen import finance_person, organisation_named
from app.commands.refused import Refused
from app.database import Refusal, acting_in
from app.errors import sentences
from app.language import euros, gettext
from app.storage.statements import StatementRun
from app.use_cases import run_statements
from invoices.refusals import MoneyRefusal

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@click.group()
def statements() -> None:
    """Fee statements of payroll periods."""


@statements.command()
@click.option("--organisation", required=True, help="Its name or number.")
@click.option("--month", required=True, metavar="YYYY-MM", help="The month of payment.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="Somebody of finance there.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object.")
def run(organisation: str, month: str, email: str, as_json: bool) -> None:
    """Issue the statements of a payroll period; a second time gives the first outcome."""
    if not MONTH.fullmatch(month):
        raise click.BadParameter("write the month as 2026-12", param_hint="--month")
    with running():
        by = finance_person(email, organisation_named(organisation))
        with acting_in(by.organisation_id):
            done = _run(by, month)
            outcome = {
                "id": done.id,
                "month": done.month,
                "cut_off_on": done.cut_off_on.isoformat(),
                "pay_on": done.pay_on.isoformat(),
                "persons": done.persons,
                "total_cents": done.total_cents,
                "held": done.held,
                "late": done.late,
            }
    click.echo(json.dumps(outcome) if as_json else _sentence(done_in=outcome))


def _run(by: Actor, month: str) -> StatementRun:
    try:
        return run_statements.run_statements(by=by, month=month)
    except (Refusal, MoneyRefusal) as refusal:
        raise Refused(" ".join(sentences(refusal))) from None


def _sentence(done_in: dict) -> str:
    return gettext(
        "%(month)s: %(persons)s persons, %(sum)s; %(held)s rows held, %(late)s late.",
        sum=euros(done_in["total_cents"]),
        **{name: done_in[name] for name in ("month", "persons", "held", "late")},
    )
