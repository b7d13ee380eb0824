"""Units that ask, and the link each of them asks by."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.gateways import public_links
from app.language import gettext
from app.schemas import ValidationError, by_field, load_form
from app.schemas.experts import VersionSchema
from app.schemas.units import UnitSchema
from app.storage import units
from app.storage.links import LinkKind
from app.storage.units import Unit
from app.use_cases import edit_units
from app.web import choices, forms
from app.web.square_codes import square_code

pages = Blueprint("units", __name__, url_prefix="/units")


@pages.get("/")
@needs(Permission.EDIT_UNITS)
def all_of_them():
    return render_template(
        "pages/units/all_of_them.html", units=units.all_units(), closed=units.closed_units()
    )


@pages.get("/new")
@needs(Permission.EDIT_UNITS)
def new():
    return _form(None, {"language": "fi"}, {})


@pages.post("/new")
@needs(Permission.EDIT_UNITS)
def add():
    values, errors = forms.typed(UnitSchema())
    if errors:
        return _form(None, request.form, errors), 422
    unit = edit_units.add_unit(by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return _to_unit(unit.id)


@pages.get("/<int:unit_id>")
@needs(Permission.EDIT_UNITS)
def show(unit_id: int):
    unit = units.get(unit_id)
    centres = {centre.id: centre for centre in units.all_cost_centres()}
    return render_template(
        "pages/units/show.html",
        unit=unit,
        cost_centre=centres.get(unit.cost_centre_id or 0),
        municipality=choices.municipality_name(unit.municipality_code),
        url=public_links.find_url(LinkKind.UNIT, unit_id),
    )


@pages.get("/<int:unit_id>/edit")
@needs(Permission.EDIT_UNITS)
def edit(unit_id: int):
    unit = units.get(unit_id)
    values = {column.name: getattr(unit, column.name) for column in Unit.__table__.columns}
    values["municipality_code"] = choices.municipality_name(unit.municipality_code)
    return _form(unit, values, {})


@pages.post("/<int:unit_id>/edit")
@needs(Permission.EDIT_UNITS)
def change(unit_id: int):
    form = request.form.copy()
    version = load_form(VersionSchema(), {"version": form.pop("version", "")})["version"]
    try:
        values = load_form(UnitSchema(), form)
    except ValidationError as error:
        return _form(units.get(unit_id), request.form, by_field(error)), 422
    edit_units.change_unit(unit_id, by=access.actor(), version=version, **values)
    flash(gettext("Saved."), "success")
    return _to_unit(unit_id)


@pages.post("/<int:unit_id>/close")
@needs(Permission.EDIT_UNITS)
def close(unit_id: int):
    closed = request.form.get("closed") != "false"
    edit_units.close_unit(unit_id, by=access.actor(), closed=closed)
    return _to_unit(unit_id)


@pages.post("/<int:unit_id>/link")
@needs(Permission.EDIT_UNITS)
def make_link(unit_id: int):
    edit_units.make_link(unit_id, by=access.actor())
    return _to_unit(unit_id)


@pages.post("/<int:unit_id>/link/renew")
@needs(Permission.EDIT_UNITS)
def renew_link(unit_id: int):
    edit_units.renew_link(unit_id, by=access.actor())
    flash(gettext("The old link does not work any more. Give the unit the new one."), "success")
    return _to_unit(unit_id)


@pages.post("/<int:unit_id>/link/revoke")
@needs(Permission.EDIT_UNITS)
def revoke_link(unit_id: int):
    edit_units.revoke_link(unit_id, by=access.actor())
    flash(gettext("The link does not work any more."), "success")
    return _to_unit(unit_id)


@pages.get("/<int:unit_id>/card")
@needs(Permission.EDIT_UNITS)
def card(unit_id: int):
    """To print and to hang on the wall of the unit's office."""
    url = public_links.find_url(LinkKind.UNIT, unit_id)
    return render_template("pages/units/card.html", unit=units.get(unit_id), url=url)


@pages.get("/<int:unit_id>/card.svg")
@needs(Permission.EDIT_UNITS)
def card_image(unit_id: int):
    url = public_links.find_url(LinkKind.UNIT, units.get(unit_id).id)
    return square_code(url or "")


def _form(unit: Unit | None, values: Any, errors: dict) -> str:
    return render_template(
        "pages/units/edit.html",
        unit=unit,
        cost_centres=choices.cost_centres(),
        values=values,
        errors=errors,
    )


def _to_unit(unit_id: int):
    return redirect(url_for(".show", unit_id=unit_id), 303)
