"""`rinnalla job`: a planned job by hand."""

from datetime import date, datetime

import click

from app import worker
from app.commands.application import running
from app.now import today
from app.storage import organisations


@click.command()
@click.argument("name", type=click.Choice(sorted(worker.JOBS)))
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="As if it were that day.")
def job(name: str, on: datetime | None) -> None:
    """Do a planned job now, for every organisation."""
    day: date = on.date() if on else today()
    with running() as app:
        for organisation_id in organisations.ids():
            worker.run_job(app, name, organisation_id, day)
