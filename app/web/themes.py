"""The organisation's shared list of themes."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.schemas.units import ThemeSchema
from app.storage import experts, tables
from app.storage.experts import Theme
from app.use_cases import edit_units
from app.web import forms

pages = Blueprint("themes", __name__, url_prefix="/themes")


@pages.get("/")
@needs(Permission.EDIT_EXPERTS)
def shared():
    return _list({}, {})


@pages.post("/")
@needs(Permission.EDIT_EXPERTS)
def add():
    values, errors = forms.typed(ThemeSchema())
    if errors:
        return _list(request.form, errors), 422
    edit_units.add_theme(by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".shared"), 303)


@pages.get("/<int:theme_id>")
@needs(Permission.EDIT_EXPERTS)
def edit(theme_id: int):
    theme = tables.get(Theme, theme_id)
    values = {name: getattr(theme, name) for name in ("name", "name_sv", "name_en", "is_heavy")}
    return _form(theme, values, {})


@pages.post("/<int:theme_id>")
@needs(Permission.EDIT_EXPERTS)
def change(theme_id: int):
    values, errors = forms.typed(ThemeSchema())
    if errors:
        return _form(tables.get(Theme, theme_id), request.form, errors), 422
    edit_units.change_theme(theme_id, by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".shared"), 303)


def _list(values: Any, errors: dict) -> str:
    return render_template(
        "pages/themes/shared.html", themes=experts.all_themes(), values=values, errors=errors
    )


def _form(theme: Theme, values: Any, errors: dict) -> str:
    return render_template("pages/themes/edit.html", theme=theme, values=values, errors=errors)
