"""Bringing a registry in from the coordinator's own file: look first, then all of it or nothing."""

from base64 import b64encode
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.gateways.csv_files import csv_file
from app.language import gettext
from app.schemas import by_field
from app.schemas.expert_export import COLUMNS
from app.schemas.expert_import import ExpertImport, Problem, read_file, shown
from app.schemas.table_file import NO_FILE
from app.schemas.types import reason
from app.storage import imports
from app.storage.imports import Import
from app.use_cases import import_experts

pages = Blueprint("expert_import", __name__, url_prefix="/experts/import")


@pages.get("/")
@needs(Permission.EDIT_EXPERTS)
def start():
    return _start({})


@pages.post("/")
@needs(Permission.EDIT_EXPERTS)
def upload():
    try:
        file_name, content = _uploaded()
        found = _read(content)
    except ValidationError as error:
        return _start(by_field(error)), 422
    if found.problems:
        return _problems(file_name, found), 422
    kept = import_experts.keep(content, file_name, len(found.rows), by=access.actor())
    return redirect(url_for(".look", import_id=kept.id), 303)


@pages.get("/<int:import_id>")
@needs(Permission.EDIT_EXPERTS)
def look(import_id: int):
    """What reading the file in would do; afterwards what it did."""
    kept = imports.get(import_id)
    if kept.read_in_at is not None:
        return render_template("pages/expert_import/done.html", file=kept)
    found = _read(_content(kept))
    if found.problems:
        return _problems(kept.file_name, found)
    result = import_experts.preview(found.rows, by=access.actor())
    return render_template(
        "pages/expert_import/look.html", file=kept, result=result, warnings=found.warnings
    )


@pages.post("/<int:import_id>/read-in")
@needs(Permission.EDIT_EXPERTS)
def read_in(import_id: int):
    kept = imports.get(import_id)
    if kept.read_in_at is None:
        content = _content(kept)
        found = _read(content)
        if not found.problems:
            import_experts.import_experts(content, kept.file_name, found.rows, by=access.actor())
    return redirect(url_for(".look", import_id=import_id), 303)


@pages.post("/<int:import_id>/forget")
@needs(Permission.EDIT_EXPERTS)
def forget(import_id: int):
    import_experts.forget(import_id)
    return redirect(url_for(".start"), 303)


def _start(errors: dict[str, Any]) -> str:
    return render_template("pages/expert_import/start.html", errors=errors, columns=list(COLUMNS))


def _problems(file_name: str, found: ExpertImport) -> str:
    return render_template(
        "pages/expert_import/problems.html",
        file_name=file_name,
        problems=found.problems,
        right=len(found.rows),
        as_file=_as_file(found.problems),
    )


def _as_file(problems: list[Problem]) -> str:
    """The list as a link to a CSV file that holds it all: a wrong file is not kept here."""
    header = [
        gettext("Row"),
        gettext("Column"),
        gettext("What is wrong"),
        gettext("How to mend it"),
    ]
    rows = [[str(each.row), each.column, each.message, each.fix] for each in problems]
    return f"data:text/csv;base64,{b64encode(csv_file([header, *rows])).decode()}"


def _uploaded() -> tuple[str, bytes]:
    """Raises ValidationError."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise ValidationError({"file": [reason("required", NO_FILE)]})
    name = file.filename.replace("\\", "/").rpartition("/")[2]
    return shown(name), file.read()


def _read(content: bytes) -> ExpertImport:
    """Raises ValidationError."""
    return read_file(content, import_experts.known(access.actor().organisation_id))


def _content(kept: Import) -> bytes:
    """Raises Missing for a file that was forgotten."""
    if kept.content is None:
        raise Missing(Import.__name__, kept.id)
    return kept.content
