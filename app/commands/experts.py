"""`rinnalla experts`: a registry file in, and the registry out."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from marshmallow import ValidationError

from app.access import Actor, Role
from app.commands.application import running
from app.commands.chosen import organisation_named
from app.commands.refused import Refused
from app.database import acting_in
from app.errors import sentences
from app.gateways.csv_files import csv_file
from app.language import gettext
from app.schemas import problems
from app.schemas.expert_export import registry_table
from app.schemas.expert_import import ExpertImport, read_file
from app.storage import experts as registry
from app.use_cases import import_experts
from app.use_cases.import_experts import NoCoordinator, Result
from app.use_cases.open_sensitive import open_registry


@click.group()
def experts() -> None:
    """The registry of experts by experience."""


@experts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="Its name or number.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
def import_file(file: Path, organisation: str, dry_run: bool, as_json: bool) -> None:
    """Read a CSV or XLSX registry: all rows or none. The same file twice changes nothing."""
    with running():
        organisation_id = organisation_named(organisation)
        with acting_in(organisation_id):
            by = _coordinator(organisation_id)
            content = file.read_bytes()
            found = _read(content, organisation_id)
            result = _do(content, file.name, found, by, dry_run)
            _tell(found, result, as_json)
    if found.problems:
        raise Refused(gettext("Nothing was stored: %(count)s problems.", count=len(found.problems)))


@experts.command("export")
@click.option("--organisation", required=True, help="Its name or number.")
def export(organisation: str) -> None:
    """Write the registry as CSV, in the columns that import reads.

    Everybody in it can read that it was written out.
    """
    with running(), acting_in(organisation_id := organisation_named(organisation)):
        by = Actor(role=Role.ADMIN, organisation_id=organisation_id, name="rinnalla experts export")
        open_registry(by=by)
        sys.stdout.buffer.write(csv_file(registry_table(registry.whole_registry())))


def _coordinator(organisation_id: int) -> Actor:
    try:
        return import_experts.first_coordinator(organisation_id)
    except NoCoordinator as refusal:
        raise Refused(" ".join(sentences(refusal))) from None


def _read(content: bytes, organisation_id: int) -> ExpertImport:
    try:
        return read_file(content, import_experts.known(organisation_id))
    except ValidationError as error:
        why = problems(error)[0]
        raise Refused(f"{why.message} {why.fix}") from None


def _do(content: bytes, name: str, found: ExpertImport, by: Actor, dry_run: bool) -> Result | None:
    if found.problems:
        return None
    if dry_run:
        return import_experts.preview(found.rows, by=by)
    return import_experts.import_experts(content, name, found.rows, by=by)


def _tell(found: ExpertImport, result: Result | None, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_as_json(found, result), ensure_ascii=False))
        return
    for each in [*found.problems, *found.warnings]:
        where = f"{each.row} {each.column}".strip()
        click.echo(f"{where}: {each.message} {each.fix}")
    if result:
        click.echo(in_words(result))


def in_words(result: Result) -> str:
    """What was done, or would be, in one sentence."""
    if result.already:
        return gettext("This file has been read in before. Nothing was changed.")
    return gettext(
        "New people: %(added)s. Changed: %(changed)s. As before: %(unchanged)s.",
        added=result.added,
        changed=result.changed,
        unchanged=result.unchanged + result.left_alone,
    )


def _as_json(found: ExpertImport, result: Result | None) -> dict[str, Any]:
    counts = {"added": 0, "changed": 0, "unchanged": 0, "left_alone": 0, "already": False}
    if result:
        counts = {name: getattr(result, name) for name in counts}
    return {
        "rows": len(found.rows),
        **counts,
        "problems": [each._asdict() for each in found.problems],
        "warnings": [each._asdict() for each in found.warnings],
        "ignored_columns": found.ignored_columns,
    }
