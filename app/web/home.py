"""The first page: what waits for this person in this role."""

from flask import Blueprint, redirect, render_template, session, url_for

from app import access
from app.access import Permission, Role, needs
from app.database import Missing
from app.storage import organisations, users

pages = Blueprint("home", __name__)

HOME = {
    Role.COORDINATOR: "requests.home",
    Role.EXPERT: "assignments.home",
    Role.APPROVER: "hours.home",
    Role.FINANCE: "statements.home",
    Role.ADMIN: "users.all_of_them",
    Role.AUDITOR: "audit.sample",
    Role.REQUESTER: "home.memberships",
}


@pages.get("/")
@needs(Permission.SIGN_IN)
def first():
    return redirect(url_for(HOME[access.actor().role]))


@pages.get("/memberships")
@needs(Permission.SIGN_IN)
def memberships():
    """Roles are held by people who sign in; a token has exactly one."""
    held = users.memberships_of(access.actor().user_id or 0)
    choices = [(one.id, organisations.get(one.organisation_id).name, one.role) for one in held]
    return render_template("pages/home/memberships.html", choices=choices)


@pages.post("/memberships/<int:membership_id>/choose")
@needs(Permission.SIGN_IN)
def choose(membership_id: int):
    held = {one.id for one in users.memberships_of(access.actor().user_id or 0)}
    if membership_id not in held:
        raise Missing("Membership", membership_id)
    session["membership_id"] = membership_id
    return redirect(url_for(".first"), 303)
