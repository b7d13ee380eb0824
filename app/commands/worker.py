"""`rinnalla worker`: does the jobs of the queue."""

import click

from app.commands.application import serving
from app.worker import work


@click.command()
def worker() -> None:
    """Do the jobs of the queue; run as many of these as wanted."""
    work(serving())
