"""`rinnalla admin`: the first administrator of an organisation."""

import click

from app.commands import named
from app.commands.application import running
from app.schemas import ValidationError
from app.schemas.types import Email
from app.sign_in import SETTINGS
from app.use_cases import edit_users

SHORTEST_PASSWORD = int(str(SETTINGS["SECURITY_PASSWORD_LENGTH_MIN"]))


@click.group()
def admin() -> None:
    """Administrators."""


@admin.command()
@click.argument("email")
@click.option("--organisation", required=True, help="Its name or number.")
@click.option("--name", default="", help="The person's name; else the e-mail address.")
@click.option(
    "--password", is_flag=True, help="Ask for a password; else a link by e-mail signs in."
)
def create(email: str, organisation: str, name: str, password: bool) -> None:
    """Let somebody sign in as the administrator of an organisation."""
    address = _address(email)
    with running():
        organisation_id = named.organisation(organisation).id
        secret = _asked() if password else None
        edit_users.create_admin(address, organisation_id, name=name or address, password=secret)
    click.echo(f"{address} is an administrator. The sign-in page sends a link to that address.")


def _address(email: str) -> str:
    try:
        return Email().deserialize(email).lower()
    except ValidationError:
        raise click.BadParameter("not an e-mail address", param_hint="EMAIL") from None


def _asked() -> str:
    secret: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(secret) < SHORTEST_PASSWORD:
        raise click.BadParameter(f"at least {SHORTEST_PASSWORD} characters", param_hint="password")
    return secret
