"""Cost centres that pay, and who approves for them from which day."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.schemas.units import ApproverSchema, CostCentreSchema
from app.storage import tables, units, users
from app.storage.units import CostCentre
from app.use_cases import edit_units
from app.web import choices, forms

pages = Blueprint("cost_centres", __name__, url_prefix="/cost-centres")


@pages.get("/")
@needs(Permission.EDIT_UNITS)
def all_of_them():
    return _list({}, {})


@pages.post("/")
@needs(Permission.EDIT_UNITS)
def add():
    values, errors = forms.typed(CostCentreSchema())
    if errors:
        return _list(request.form, errors), 422
    centre = edit_units.add_cost_centre(by=access.actor(), **values)
    flash(gettext("Saved. Choose the approver next."), "success")
    return _to_centre(centre.id)


@pages.get("/<int:centre_id>")
@needs(Permission.EDIT_UNITS)
def show(centre_id: int):
    return _show(centre_id, {"valid_from": today()}, {})


@pages.post("/<int:centre_id>")
@needs(Permission.EDIT_UNITS)
def change(centre_id: int):
    values, errors = forms.typed(CostCentreSchema())
    if errors:
        return _show(centre_id, {"valid_from": today()} | request.form.to_dict(), errors), 422
    edit_units.change_cost_centre(centre_id, by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return _to_centre(centre_id)


@pages.post("/<int:centre_id>/close")
@needs(Permission.EDIT_UNITS)
def close(centre_id: int):
    closed = request.form.get("closed") != "false"
    edit_units.close_cost_centre(centre_id, by=access.actor(), closed=closed)
    return _to_centre(centre_id)


@pages.post("/<int:centre_id>/approvers")
@needs(Permission.EDIT_UNITS)
def choose_approver(centre_id: int):
    values, errors = forms.typed(ApproverSchema())
    if errors:
        return _show(centre_id, request.form.to_dict(), errors), 422
    edit_units.choose_approver(centre_id, by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return _to_centre(centre_id)


def _list(values: Any, errors: dict) -> str:
    return render_template(
        "pages/cost_centres/all_of_them.html",
        centres=units.all_cost_centres(),
        closed=units.closed_cost_centres(),
        names=_names_of_approvers(),
        values=values,
        errors=errors,
    )


def _show(centre_id: int, values: dict[str, Any], errors: dict) -> str:
    centre = tables.get(CostCentre, centre_id)
    chosen = [(users.get(one.user_id).name, one) for one in units.approvers_of(centre_id)]
    return render_template(
        "pages/cost_centres/show.html",
        centre=centre,
        chosen=chosen,
        approvers=choices.approvers(),
        values={"code": centre.code, "name": centre.name} | values,
        errors=errors,
    )


def _names_of_approvers() -> dict[int, str]:
    """Cost centre -> who approves today."""
    return {
        centre.id: ", ".join(
            users.get(one.user_id).name for one in units.approvers_on(centre.id, today())
        )
        for centre in units.all_cost_centres()
    }


def _to_centre(centre_id: int):
    return redirect(url_for(".show", centre_id=centre_id), 303)
