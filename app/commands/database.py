"""`rinnalla database`: the embedded PostgreSQL by itself."""

import click

from app.commands.refused import Refused
from app.commands.service import settings, with_addresses
from app.embedded import Server


@click.group()
def database() -> None:
    """The embedded PostgreSQL: start, stop, url."""


@database.command()
def start() -> None:
    """Start it and let it run; `rinnalla serve` takes it over."""
    server = _embedded()
    server.start()
    server.leave()


@database.command()
def stop() -> None:
    """Stop it, unless a running service uses it."""
    server = _embedded()
    if not server.alive():
        return
    server.start()
    if not server.owned:
        raise Refused("The database is in use by a running service: stop that first.")
    server.stop()


@database.command()
def url() -> None:
    """Print the owner's address."""
    click.echo(with_addresses(settings()).owner_database_url)


def _embedded() -> Server:
    config = settings()
    if config.database_url:
        raise Refused("RINNALLA_DATABASE_URL names another server: there is none to run here.")
    return Server(config.data)
