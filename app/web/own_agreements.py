"""What only the person herself does: sets her ceiling of income, accepts the agreement's text."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.schemas.expert_facts import CeilingSchema
from app.storage import experts, income_ceilings, organisations
from app.use_cases import accept_agreement, set_own_ceiling
from app.use_cases.accept_agreement import is_signed
from app.web import forms

pages = Blueprint("own_agreements", __name__, url_prefix="/profile")


@pages.get("/ceiling")
@needs(Permission.OWN_PROFILE)
def ceiling_form():
    stored = income_ceilings.find_own(access.actor().expert_id or 0)
    return _ceiling_form({"cents": stored.cents if stored else None}, {})


@pages.post("/ceiling")
@needs(Permission.OWN_PROFILE)
def set_ceiling():
    values, errors = forms.typed(CeilingSchema())
    if errors:
        return _ceiling_form(request.form, errors), 422
    set_own_ceiling.set_ceiling(by=access.actor(), **values)
    return _saved()


@pages.get("/agreement")
@needs(Permission.OWN_PROFILE)
def read_agreement():
    expert = experts.get(access.actor().expert_id or 0)
    mine = organisations.get(expert.organisation_id)
    return render_template(
        "pages/profile/agreement.html",
        organisation=mine,
        agreements=expert.agreements,
        signed=is_signed(expert.agreements, mine),
        today=today(),
    )


@pages.post("/agreement")
@needs(Permission.OWN_PROFILE)
def accept():
    accept_agreement.accept_agreement(by=access.actor())
    return _saved()


def _ceiling_form(values: Any, errors: dict) -> str:
    return render_template("pages/profile/ceiling.html", values=values, errors=errors)


def _saved():
    flash(gettext("Saved."), "success")
    return redirect(url_for("profile.show"), 303)
