"""A price found wrong: who got another sum by it, and one run that puts everything right."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Stale
from app.language import gettext
from app.readings.repriced import preview
from app.schemas import load_form
from app.schemas.corrections import DecidePriceSchema, PriceSchema, PriceWanted
from app.storage import corrections, fee_tables, users
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price
from app.web.forms import typed

pages = Blueprint("price_corrections", __name__, url_prefix="/price-corrections")


@pages.get("/<int:rate_id>")
@needs(Permission.EDIT_RATES)
def show(rate_id: int):
    wanted = load_form(PriceWanted(), request.args, ignore=("lang",))
    return _show(rate_id, wanted.get("cents"))


@pages.post("/<int:rate_id>")
@needs(Permission.EDIT_RATES)
def ask(rate_id: int):
    said, errors = typed(PriceSchema())
    if errors:
        return _show(rate_id, None, request.form, errors), 422
    ask_correction.ask_price(by=access.actor(), rate_id=rate_id, **said)
    flash(gettext("Asked. Somebody else in finance decides."), "success")
    return redirect(url_for(".show", rate_id=rate_id), 303)


@pages.post("/<int:rate_id>/do")
@needs(Permission.RUN_STATEMENTS)
def do(rate_id: int):
    """Everything or nothing. Asked of nobody: nothing happens. Raises Stale."""
    said, errors = typed(DecidePriceSchema())
    if errors:
        return _show(rate_id, None, request.form, errors), 422
    seen = said.pop("seen")
    if (wish := corrections.find_waiting(rate_id=rate_id)) is not None:
        if wish.id != seen:
            raise Stale
        correct_price(by=access.actor(), correction_id=wish.id, **said)
        flash(gettext("The price and everything paid by it have been put right."), "success")
    return redirect(url_for("statements.home"), 303)


def _show(rate_id: int, cents: int | None, values: Any = None, errors: Any = None) -> str:
    rate = fee_tables.get_rate(rate_id)
    wish = corrections.find_waiting(rate_id=rate_id)
    wanted = wish.cents if wish is not None else cents
    return render_template(
        "pages/price_corrections/show.html",
        rate=rate,
        table=fee_tables.get_table(rate.fee_table_id),
        wish=wish,
        asked_by=users.get(wish.asked_by).name if wish else "",
        may_decide=wish is not None and corrections.may_decide(access.actor(), wish),
        cents=wanted,
        people=None if wanted is None else preview(rate_id, wanted),
        values=values or {"cents": wanted},
        errors=errors or {},
    )
