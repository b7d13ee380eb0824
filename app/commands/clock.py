"""`rinnalla clock`: sees that every planned job gets into the queue in time."""

import click

from app.clock import run
from app.commands.application import serving


@click.command()
def clock() -> None:
    """Put planned jobs into the queue; of several clocks one leads and the others stand by."""
    run(serving())
