"""A person's themes, trainings, agreements, consents and contact notes: added and taken away."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import AlreadyThere, Missing, current_organisation
from app.language import gettext
from app.now import today
from app.schemas import ValidationError, by_field, load_form
from app.schemas.experts import PARTS, HowSchema, NoteSchema
from app.storage import caseloads, contact_notes, experts, organisations
from app.storage.experts import Expert
from app.storage.openings import Opened
from app.use_cases import edit_expert
from app.use_cases.open_sensitive import open_sensitive
from app.web import choices, forms, opening
from app.web.told import is_said_by_herself, told

KIND = f"<any({','.join(PARTS)}):kind>"
GUARDED = {"theme": Opened.THEMES, "boundary": Opened.LIMITS, "own_unit": Opened.LIMITS}
GUARDED_KIND = f"<any({','.join(GUARDED)}):kind>"

pages = Blueprint("expert_parts", __name__, url_prefix="/experts/<int:expert_id>")


@pages.get(f"/{KIND}")
@needs(Permission.EDIT_EXPERTS)
def edit(expert_id: int, kind: str):
    expert, back = experts.get(expert_id), _back(expert_id)
    if kind in GUARDED:
        action = url_for(".open_part", expert_id=expert_id, kind=kind)
        return opening.ask(GUARDED[kind], expert, action=action, back=back)
    return part_form(expert, kind, _first_values(kind), {}, back)


@pages.post(f"/{GUARDED_KIND}/open")
@needs(Permission.EDIT_EXPERTS)
def open_part(expert_id: int, kind: str):
    open_sensitive(GUARDED[kind], expert_id, by=access.actor())
    action = url_for(".add", expert_id=expert_id, kind=kind)
    return part_form(experts.get(expert_id), kind, {}, {}, _back(expert_id), action)


@pages.post(f"/{KIND}")
@needs(Permission.EDIT_EXPERTS)
def add(expert_id: int, kind: str):
    return add_part(expert_id, kind, back=_back(expert_id), here=_after(expert_id, kind))


@pages.post(f"/{KIND.replace(',consent', '')}/<int:part_id>/remove")
@needs(Permission.EDIT_EXPERTS)
def remove(expert_id: int, kind: str, part_id: int):
    edit_expert.remove_part(expert_id, kind, part_id, by=access.actor())
    return redirect(_after(expert_id, kind), 303)


@pages.get("/notes")
@needs(Permission.EDIT_EXPERTS)
def notes(expert_id: int):
    action = url_for(".open_notes", expert_id=expert_id)
    expert = experts.get(expert_id)
    return opening.ask(Opened.NOTES, expert, action=action, back=_back(expert_id))


@pages.post("/notes/open")
@needs(Permission.EDIT_EXPERTS)
def open_notes(expert_id: int):
    open_sensitive(Opened.NOTES, expert_id, by=access.actor())
    return _notes(expert_id, {"day": today()}, {})


@pages.post("/notes")
@needs(Permission.EDIT_EXPERTS)
def note(expert_id: int):
    values, errors = forms.typed(NoteSchema())
    if errors:
        return _notes(expert_id, request.form, errors), 422
    edit_expert.note_contact(expert_id, by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return redirect(_back(expert_id), 303)


def add_part(expert_id: int, kind: str, *, back: str, here: str):
    """Also for the expert's own page."""
    form = request.form.copy()
    form.update(dict.fromkeys(request.files, "-"))  # a file is told that it is not wanted
    how = form.pop("how", "") if is_said_by_herself(kind) else ""
    try:
        said = load_form(HowSchema(), {"how": how})
        values = load_form(PARTS[kind](), form)
    except ValidationError as error:
        return part_form(experts.get(expert_id), kind, request.form, by_field(error), back), 422
    try:
        edit_expert.add_part(expert_id, kind, by=access.actor(), **said, **values)
    except AlreadyThere:
        errors = _already_listed(values)
        return part_form(experts.get(expert_id), kind, request.form, errors, back), 422
    flash(gettext("Saved."), "success")
    return redirect(here, 303)


def part_form(
    expert: Expert, kind: str, values: Any, errors: dict, back: str, action: str = ""
) -> str:
    """Raises Missing for checks of records where they are never made."""
    known, is_own = told(expert), access.actor().expert_id == expert.id
    if kind == "check" and known.records is None:
        raise Missing(kind)
    return render_template(
        "pages/experts/part.html",
        expert=expert,
        kind=kind,
        values=values,
        errors=errors,
        back=back,
        themes=choices.themes(),
        units=choices.open_units(),
        told=known,
        asks_how=is_said_by_herself(kind),
        notice_version=choices.notice_version(),
        is_own=is_own,
        action=action or request.path,
        is_open=is_own or kind not in GUARDED or not errors,
    )


def _already_listed(values: dict[str, Any]) -> dict[str, list[str]]:
    """At what was chosen. Raises AlreadyThere where it is not a choice that was repeated."""
    chosen = [name for name in edit_expert.LIMITS if values.get(name)]
    if not chosen:
        raise AlreadyThere
    return {name: [gettext("This is on the list already.")] for name in chosen}


def _first_values(kind: str) -> dict[str, Any]:
    if kind == "agreement":
        return {"text_version": organisations.get(current_organisation()).agreement_version}
    return {"given_on": today()} if kind == "consent" else {}


def _after(expert_id: int, kind: str) -> str:
    """What is opened by an act is not shown again by itself."""
    if kind in GUARDED:
        return _back(expert_id)
    return url_for(".edit", expert_id=expert_id, kind=kind)


def _back(expert_id: int) -> str:
    return url_for("experts.show", expert_id=expert_id)


def _notes(expert_id: int, values: Any, errors: dict) -> str:
    return render_template(
        "pages/experts/notes.html",
        expert=experts.get(expert_id),
        notes=contact_notes.about_expert(expert_id),
        support_minutes=caseloads.support_minutes(expert_id),
        values=values,
        errors=errors,
    )
