"""`rinnalla organisation`: a new tenant."""

import json

import click

from app.commands.application import running
from app.storage.organisations import OrganisationKind
from app.use_cases import edit_users


@click.group()
def organisation() -> None:
    """The county, city or NGO that uses the service."""


@organisation.command()
@click.argument("name")
@click.option("--name-sv", help="The name in Swedish.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in OrganisationKind]),
    default=OrganisationKind.COUNTY.value,
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
def create(name: str, name_sv: str | None, kind: str, as_json: bool) -> None:
    """Make an organisation; `rinnalla admin create` then gives it its first administrator."""
    if not name.strip():
        raise click.BadParameter("it is empty", param_hint="NAME")
    with running():
        values = {"name": name.strip(), "name_sv": name_sv, "kind": OrganisationKind(kind)}
        made = edit_users.create_organisation(values)
        told = {"id": made.id, "name": made.name}
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{told['id']}  {told['name']}")
