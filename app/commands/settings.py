"""`rinnalla config`: every setting and its present value."""

import json

import click

from app.commands.service import settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def config(as_json: bool) -> None:
    """List the settings; secrets are not shown."""
    shown = settings().shown()
    if as_json:
        click.echo(json.dumps(shown, indent=2))
        return
    width = max(map(len, shown))
    for name, value in shown.items():
        click.echo(f"{name:{width}}  {value}".rstrip())
