"""What the organisation says of itself, for the administrator."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.schemas.users import OrganisationSchema
from app.storage import organisations
from app.storage.organisations import ExpertWord
from app.use_cases import edit_users
from app.web import forms

pages = Blueprint("organisation", __name__, url_prefix="/organisation")


@pages.get("/")
@needs(Permission.EDIT_USERS)
def edit():
    stored = organisations.get(access.actor().organisation_id)
    fields = OrganisationSchema().fields
    return _form({name: getattr(stored, name) for name in fields}, {})


@pages.post("/")
@needs(Permission.EDIT_USERS)
def change():
    values, errors = forms.typed(OrganisationSchema())
    if errors:
        return _form(request.form, errors), 422
    edit_users.change_organisation(by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".edit"), 303)


def _form(values: Any, errors: dict) -> str:
    words = [(word.value, word.value) for word in ExpertWord]
    return render_template(
        "pages/organisation/edit.html", words=words, values=values, errors=errors
    )
