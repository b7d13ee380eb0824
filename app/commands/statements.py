"""`rinnalla statements`: a payroll period from the command line."""

import json
import re

import click

from app.access import Actor, Role
from app.commands.application import running
from app.commands.refused import Refused
from app.database import Refusal, acting_in
from app.errors import sentences
from app.language import euros
from app.storage import organisations, users
from app.use_cases import run_statements
from invoices.refusals import MoneyRefusal

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@click.group()
def statements() -> None:
    """Fee statements of payroll periods."""


@statements.command()
@click.option("--organisation", required=True, metavar="NAME", help="Whose payroll period.")
@click.option("--month", required=True, metavar="YYYY-MM", help="The month of payment.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="Somebody of finance there.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object.")
def run(organisation: str, month: str, email: str, as_json: bool) -> None:
    """Issue the statements of a payroll period; a second time gives the first outcome."""
    if not MONTH.fullmatch(month):
        raise click.BadParameter("write the month as 2026-12", param_hint="--month")
    with running():
        by = _finance(organisation, email)
        with acting_in(by.organisation_id):
            try:
                done = run_statements.run_statements(by=by, month=month)
            except (Refusal, MoneyRefusal) as refusal:
                raise Refused(" ".join(sentences(refusal))) from None
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
    click.echo(json.dumps(outcome) if as_json else _sentence(outcome))


def _finance(organisation: str, email: str) -> Actor:
    """Raises Refused unless the person is active and works in finance there."""
    found = organisations.find_by_name(organisation)
    user = users.find_by_email(email)
    if found is None:
        raise Refused(f"There is no organisation called {organisation}.")
    held = {(one.organisation_id, one.role) for one in users.memberships_of(user.id if user else 0)}
    if user is None or not user.active or (found.id, Role.FINANCE) not in held:
        raise Refused(f"{email} does not work in finance of {organisation}.")
    return Actor(
        role=Role.FINANCE,
        organisation_id=found.id,
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )


def _sentence(outcome: dict) -> str:
    return (
        f"{outcome['month']}: {outcome['persons']} persons, {euros(outcome['total_cents'])},"
        f" {outcome['held']} held, {outcome['late']} late."
    )
