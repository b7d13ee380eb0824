"""`rinnalla token`: a key for a program that calls the API."""

import secrets

import click

from app.access import Role
from app.commands import named
from app.commands.application import running
from app.commands.refused import Refused
from app.database import Missing
from app.sign_in import hashed
from app.use_cases import edit_users

TOKEN_BYTES = 32
LONGEST = 366  # days


@click.group()
def token() -> None:
    """Keys of programs that call the API."""


@token.command()
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--organisation", required=True, help="Its name or number.")
@click.option("--as", "email", required=True, help="The user on whose behalf; holds the role.")
@click.option("--days", type=click.IntRange(1, LONGEST), default=90, show_default=True)
def create(role: str, organisation: str, email: str, days: int) -> None:
    """Print a new token once; only its hash is kept."""
    new = secrets.token_urlsafe(TOKEN_BYTES)
    with running():
        chosen = named.organisation(organisation)
        user = named.user(email)
        try:
            edit_users.create_token(
                user.id, chosen.id, role=Role(role), token_hash=hashed(new), days=days
            )
        except Missing:
            raise Refused("The user does not hold that role in the organisation.") from None
    click.echo(new)
