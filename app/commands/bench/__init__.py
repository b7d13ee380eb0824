"""`rinnalla bench`: measurements beside what they are compared to; 1 when one falls short."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from app.commands.bench.cases import Case, as_object, as_table
from app.commands.refused import Refused

BENCHES = {  # its name and where it stands; imported only when it is measured
    "freshness": "app.commands.bench.freshness:cases",
    "matching": "app.commands.bench.matching:cases",
    "payment": "app.commands.bench.payment:cases",
    "pdf": "app.commands.bench.pdf:cases",
    "planning": "app.commands.bench.planning:cases",
    "serving": "app.commands.bench.serving:cases",
    "statements": "app.commands.bench.statements:cases",
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(BENCHES)), metavar="[NAME]…")
@click.option("--json", "as_json", is_flag=True, help="One object a name, for a machine to read.")
@click.option("--quick", is_flag=True, help="A sample: smaller, and fewer repeats.")
@click.option("--save", type=click.Path(path_type=Path), help="Write the objects here too.")
def bench(names: tuple[str, ...], as_json: bool, quick: bool, save: Path | None) -> None:
    """Measure NAME, or everything; each case tells its goal and whether it holds."""
    measured = []
    for name in names or sorted(BENCHES):
        cases = list(_cases_of(name)(quick))
        measured.append(as_object(name, cases))
        click.echo(json.dumps(measured[-1]) if as_json else as_table(name, cases))
    if save is not None:
        save.parent.mkdir(parents=True, exist_ok=True)
        save.write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    short = [case for told in measured for case in told["cases"] if not case["holds"]]
    if short:
        raise Refused(f"{len(short)} of the goals are not reached.")


def _cases_of(name: str) -> Callable[[bool], list[Case]]:
    module, _, function = BENCHES[name].partition(":")
    found: Callable[[bool], list[Case]] = getattr(import_module(module), function)
    return found
