"""The registry: who there is, one person's page, and its sections to edit."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import current, gettext
from app.now import today
from app.readings.erasing_waits import erasing_waits
from app.schemas import ValidationError, by_field, load_form
from app.schemas.experts import SECTIONS, NewExpertSchema, SearchSchema, VersionSchema
from app.storage import caseloads, changes, contact_notes, experts, registry, users
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.openings import Opened
from app.use_cases import edit_expert, edit_users
from app.use_cases.open_sensitive import open_sensitive
from app.web import choices, forms, opening
from app.web.told import is_said_by_herself, told

pages = Blueprint("experts", __name__, url_prefix="/experts")

AT_ONCE = 20  # people on a page

SECTION = f"<any({','.join(SECTIONS)}):section>"
GUARDED = {"needs": Opened.NEEDS, "about": Opened.ABOUT}
GUARDED_SECTION = f"<any({','.join(GUARDED)}):section>"
NEW = {"channel": "email", "language": "fi"}


@pages.get("/", endpoint="registry")
@needs(Permission.SEE_EXPERTS)
def search():
    try:
        asked, errors = load_form(SearchSchema(), request.args, ignore=["lang"]), {}
    except ValidationError as error:
        asked, errors = {}, by_field(error)
    found = None if errors else _found(asked)
    return render_template(
        "pages/experts/registry.html",
        page=found,
        values=request.args,
        errors=errors,
        themes=choices.themes(),
        municipality=choices.municipality_name,
        theme_names=_theme_names,
        today=today(),
        import_url=_import_url(),
        next_url=_next_url(found),
    ), 422 if errors else 200


@pages.get("/new")
@needs(Permission.EDIT_EXPERTS)
def new():
    return _new_form(NEW, {})


@pages.post("/new")
@needs(Permission.EDIT_EXPERTS)
def add():
    values, errors = forms.typed(NewExpertSchema())
    if errors:
        return _new_form(request.form, errors), 422
    expert = edit_expert.add_expert(by=access.actor(), **values)
    flash(gettext("%(name)s is in the registry. Add themes and an agreement.", name=expert.name))
    return redirect(url_for(".show", expert_id=expert.id), 303)


@pages.get("/<int:expert_id>")
@needs(Permission.SEE_EXPERTS)
def show(expert_id: int):
    expert = experts.get(expert_id)
    return render_template(
        "pages/experts/show.html",
        expert=expert,
        theme_names=_theme_names(expert),
        responsible=users.get(expert.responsible_id),
        deputy=users.get(expert.deputy_id) if expert.deputy_id else None,
        notes=contact_notes.about_expert(expert_id),
        support_minutes=caseloads.support_minutes(expert_id),
        history=changes.of(Subject.EXPERT, expert_id),
        municipality=choices.municipality_name(expert.municipality_code),
        told=told(expert),
        waits=erasing_waits(expert),
        written=choices.language_name(expert.language),
        today=today(),
    )


@pages.get(f"/<int:expert_id>/{SECTION}")
@needs(Permission.EDIT_EXPERTS)
def edit(expert_id: int, section: str):
    expert, back = experts.get(expert_id), url_for(".show", expert_id=expert_id)
    if section in GUARDED:
        action = url_for(".open_section", expert_id=expert_id, section=section)
        return opening.ask(GUARDED[section], expert, action=action, back=back)
    return section_form(expert, section, stored(expert), {}, back)


@pages.post(f"/<int:expert_id>/{GUARDED_SECTION}/open")
@needs(Permission.EDIT_EXPERTS)
def open_section(expert_id: int, section: str):
    open_sensitive(GUARDED[section], expert_id, by=access.actor())
    expert, back = experts.get(expert_id), url_for(".show", expert_id=expert_id)
    action = url_for(".change", expert_id=expert_id, section=section)
    return section_form(expert, section, stored(expert), {}, back, action)


@pages.post(f"/<int:expert_id>/{SECTION}")
@needs(Permission.EDIT_EXPERTS)
def change(expert_id: int, section: str):
    return change_section(expert_id, section, url_for(".show", expert_id=expert_id))


@pages.post("/<int:expert_id>/sign-in")
@needs(Permission.EDIT_EXPERTS)
def invite(expert_id: int):
    edit_users.invite_expert(expert_id, by=access.actor())
    flash(gettext("A message about signing in is on its way."), "success")
    return redirect(url_for(".show", expert_id=expert_id), 303)


def change_section(expert_id: int, section: str, back: str):
    """Also for the expert's own page."""
    form = request.form.copy()
    seen = {name: form.pop(name, "") for name in VersionSchema().fields}
    about = load_form(VersionSchema(), seen)
    if not is_said_by_herself(section):
        about["how"] = None
    try:
        values = load_form(SECTIONS[section](), form)
    except ValidationError as error:
        expert = experts.get(expert_id)
        return section_form(expert, section, request.form, by_field(error), back), 422
    edit_expert.change_expert(expert_id, by=access.actor(), **about, **values)
    flash(gettext("Saved."), "success")
    return redirect(back, 303)


def section_form(
    expert: Expert, section: str, values: Any, errors: dict, back: str, action: str = ""
) -> str:
    return render_template(
        "pages/experts/edit.html",
        expert=expert,
        section=section,
        values=values,
        errors=errors,
        back=back,
        action=action or request.path,
        spoken=choices.spoken(),
        weekdays=choices.weekdays(),
        coordinators=choices.coordinators(),
        is_own=access.actor().expert_id == expert.id,
        asks_how=is_said_by_herself(section),
    )


def stored(expert: Expert) -> dict[str, Any]:
    """As the sections' forms show it."""
    values = {column.name: getattr(expert, column.name) for column in Expert.__table__.columns}
    values["municipality_code"] = choices.municipality_name(expert.municipality_code)
    return values


def _new_form(values: Any, errors: dict) -> str:
    return render_template(
        "pages/experts/new.html",
        values=values,
        errors=errors,
        notice_version=choices.notice_version(),
    )


def _found(asked: dict[str, Any]) -> registry.Page:
    return registry.page(
        name=asked["name"],
        theme_id=asked["theme"],
        municipality_code=asked["municipality"],
        after=asked["after"],
        limit=AT_ONCE,
    )


def _theme_names(expert: Expert) -> list[str]:
    """Not whose experience it is: that is opened by an act."""
    return list(dict.fromkeys(row.theme.name_in(current()) for row in expert.themes))


def _import_url() -> str:
    view = "expert_import.start"
    return url_for(view) if view in current_app.view_functions else ""


def _next_url(found: registry.Page | None) -> str:
    if found is None or found.next_after is None:
        return ""
    kept = request.args.to_dict() | {"after": str(found.next_after)}
    return f"{url_for('.registry')}?{urlencode(kept)}"
