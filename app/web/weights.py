"""How the fair order comes about, told to everybody, and changed by who is responsible for it."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.schemas.weights import WeightsSchema
from app.storage import matching_weights
from app.use_cases import set_weights
from app.web.forms import typed
from scheduling.guard import EVERYDAY_CENTS
from scheduling.weights import Weights

pages = Blueprint("weights", __name__, url_prefix="/fair-order")


@pages.get("/")
@needs(Permission.SIGN_IN)
def told():
    known = matching_weights.all_of_them()
    return render_template(
        "pages/weights/told.html",
        rows=shares(matching_weights.on(today())),
        in_force=next((each for each in known if each.valid_from <= today()), None),
        coming=[(each, shares(each.values())) for each in known if each.valid_from > today()],
        everyday_cents=EVERYDAY_CENTS,
        may_change=access.actor().may(Permission.SET_WEIGHTS),
    )


@pages.get("/new")
@needs(Permission.SET_WEIGHTS)
def decide():
    values = asdict(matching_weights.on(today()))
    return _form({**values, "valid_from": today() + timedelta(days=1)})


@pages.post("/new")
@needs(Permission.SET_WEIGHTS)
def add():
    decided, errors = typed(WeightsSchema())
    if errors:
        return _form(request.form, errors), 422
    set_weights.set_weights(by=access.actor(), **decided)
    flash(gettext("The order has been stored."), "success")
    return redirect(url_for(".told"), 303)


def shares(weights: Weights) -> list[tuple[str, int]]:
    """Each part with its share of the whole in per cent, the weightiest first."""
    known = asdict(weights)
    whole = sum(known.values())
    order = sorted(known.items(), key=lambda row: -row[1])
    return [(part, round(100 * weight / whole)) for part, weight in order]


def _form(values: Any, errors: dict | None = None) -> str:
    return render_template(
        "pages/weights/decide.html",
        parts=matching_weights.PARTS,
        values=values,
        errors=errors or {},
    )
