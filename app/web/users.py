"""Users and their roles, for the administrator; one's own language, for everybody."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for

from app import access
from app.access import Permission, Role, needs
from app.language import gettext
from app.schemas import load_form
from app.schemas.users import InvitationSchema, UserLanguageSchema
from app.storage import users
from app.use_cases import edit_users
from app.web import forms

pages = Blueprint("users", __name__, url_prefix="/users")


@pages.get("/")
@needs(Permission.EDIT_USERS)
def all_of_them():
    return _list({"language": "fi"}, {})


@pages.post("/")
@needs(Permission.EDIT_USERS)
def invite():
    values, errors = forms.typed(InvitationSchema())
    if errors:
        return _list(request.form, errors), 422
    role = Role(values.pop("role"))
    user = edit_users.invite(by=access.actor(), role=role, **values)
    flash(gettext("%(name)s may sign in. A message is on its way.", name=user.name), "success")
    return redirect(url_for(".all_of_them"), 303)


@pages.post("/roles/<int:membership_id>/end")
@needs(Permission.EDIT_USERS)
def end_role(membership_id: int):
    edit_users.end_role(membership_id, by=access.actor())
    flash(gettext("The role has ended."), "success")
    return redirect(url_for(".all_of_them"), 303)


@pages.post("/language")
@needs(Permission.SIGN_IN)
def choose_language():
    """Also for the messages that come."""
    language = load_form(UserLanguageSchema(), request.form)["language"]
    edit_users.choose_language(by=access.actor(), language=language)
    session["language"] = language
    return redirect(url_for("home.memberships"), 303)


def _list(values: Any, errors: dict) -> str:
    who = access.actor()
    return render_template(
        "pages/users/all_of_them.html",
        held=users.held_in(who.organisation_id),
        me=who.user_id,
        roles=edit_users.INVITED,
        values=values,
        errors=errors,
    )
