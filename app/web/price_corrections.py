"""A price or an agreed sum found wrong: what moves, and one run that puts everything right."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Stale
from app.language import gettext
from app.readings.repriced import RightPrice, wrong_by_price, wrong_by_sum, wrong_by_travel
from app.readings.what_moves import moves
from app.schemas.corrections import (
    DecidePriceSchema,
    PriceSchema,
    SumSchema,
    TravelSchema,
)
from app.schemas.shown.price_terms import as_said, example_as_said
from app.storage import assignments, corrections, fee_tables, tables, travel_terms, users
from app.storage.corrections import Correction
from app.storage.fee_tables import Rate
from app.storage.travel_terms import TravelDecision
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price
from app.web import price_form
from app.web.forms import typed
from invoices.pricing.fee_table import Work
from invoices.pricing.terms import DayKind

pages = Blueprint("price_corrections", __name__, url_prefix="/price-corrections")

LOOKED_AT = ("reason",)  # what is not needed before it is asked


@pages.get("/<int:rate_id>")
@needs(Permission.EDIT_RATES)
def show(rate_id: int):
    return _show(rate_id, None)


@pages.post("/<int:rate_id>/look")
@needs(Permission.EDIT_RATES)
def look(rate_id: int):
    """What the right price would move; nothing is stored."""
    said, errors = typed(PriceSchema(), partial=LOOKED_AT)
    if errors:
        return _show(rate_id, None, request.form, errors), 422
    said.pop("reason", None)
    right = RightPrice(**said)
    ask_correction.tried(fee_tables.get_rate(rate_id), right)
    return _show(rate_id, right, request.form)


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
    _put_right(corrections.find_waiting(rate_id=rate_id), **said)
    return redirect(url_for("statements.home"), 303)


@pages.get("/sum/<int:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
def show_sum(assignment_id: int):
    return _show_sum(assignment_id, None)


@pages.post("/sum/<int:assignment_id>/look")
@needs(Permission.RUN_STATEMENTS)
def look_sum(assignment_id: int):
    """What the right sum would move; nothing is stored."""
    said, errors = typed(SumSchema(), partial=LOOKED_AT)
    if errors:
        return _show_sum(assignment_id, None, request.form, errors), 422
    return _show_sum(assignment_id, said["cents"], request.form)


@pages.post("/sum/<int:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
def ask_sum(assignment_id: int):
    said, errors = typed(SumSchema())
    if errors:
        return _show_sum(assignment_id, None, request.form, errors), 422
    ask_correction.ask_sum(by=access.actor(), assignment_id=assignment_id, **said)
    flash(gettext("Asked. Somebody else in finance decides."), "success")
    return redirect(url_for(".show_sum", assignment_id=assignment_id), 303)


@pages.post("/sum/<int:assignment_id>/do")
@needs(Permission.RUN_STATEMENTS)
def do_sum(assignment_id: int):
    """Everything or nothing. Asked of nobody: nothing happens. Raises Stale."""
    said, errors = typed(DecidePriceSchema())
    if errors:
        return _show_sum(assignment_id, None, request.form, errors), 422
    _put_right(corrections.find_waiting(assignment_id=assignment_id), **said)
    return redirect(url_for("statements.home"), 303)


@pages.get("/travel/<int:decision_id>")
@needs(Permission.EDIT_RATES)
def show_travel(decision_id: int):
    return _show_travel(decision_id, None)


@pages.post("/travel/<int:decision_id>/look")
@needs(Permission.EDIT_RATES)
def look_travel(decision_id: int):
    """What the right sums would move; nothing is stored."""
    said, errors = typed(TravelSchema(), partial=LOOKED_AT)
    if errors:
        return _show_travel(decision_id, None, request.form, errors), 422
    said.pop("reason", None)
    return _show_travel(decision_id, said, request.form)


@pages.post("/travel/<int:decision_id>")
@needs(Permission.EDIT_RATES)
def ask_travel(decision_id: int):
    said, errors = typed(TravelSchema())
    if errors:
        return _show_travel(decision_id, None, request.form, errors), 422
    why = said.pop("reason")
    ask_correction.ask_travel(by=access.actor(), decision_id=decision_id, sums=said, reason=why)
    flash(gettext("Asked. Somebody else in finance decides."), "success")
    return redirect(url_for(".show_travel", decision_id=decision_id), 303)


@pages.post("/travel/<int:decision_id>/do")
@needs(Permission.RUN_STATEMENTS)
def do_travel(decision_id: int):
    """Everything or nothing. Asked of nobody: nothing happens. Raises Stale."""
    said, errors = typed(DecidePriceSchema())
    if errors:
        return _show_travel(decision_id, None, request.form, errors), 422
    _put_right(corrections.find_waiting(travel_decision_id=decision_id), **said)
    return redirect(url_for("statements.home"), 303)


def _put_right(wish: Correction | None, *, seen: int, **said: Any) -> None:
    if wish is None:
        return
    if wish.id != seen:
        raise Stale
    correct_price(by=access.actor(), correction_id=wish.id, **said)
    flash(gettext("The price and everything paid by it have been put right."), "success")


def _show(rate_id: int, right: RightPrice | None, values: Any = None, errors: Any = None) -> str:
    rate = fee_tables.get_rate(rate_id)
    wish = corrections.find_waiting(rate_id=rate_id)
    if wish is not None:
        right = ask_correction.right_price(wish)
    return render_template(
        "pages/price_corrections/show.html",
        rate=rate,
        table=fee_tables.get_table(rate.fee_table_id),
        later=fee_tables.later_with(rate),
        right=right and right.of(rate.values()),
        moved=right and moves(wrong_by_price(rate_id, right)),
        works=list(Work),
        day_kinds=list(DayKind),
        form=price_form,
        values=values or _as_it_is(rate, right),
        errors=errors or {},
        **_asked(wish, looked_at=right is not None),
    )


def _as_it_is(rate: Rate, right: RightPrice | None) -> dict[str, Any]:
    price = right.of(rate.values()) if right else rate.values()
    said = {"terms": as_said(price.terms), "examples": _examples(rate, right)}
    return {"cents": price.cents, **price_form.as_inputs("right", said)}


def _examples(rate: Rate, right: RightPrice | None) -> list[dict[str, Any]]:
    return [example_as_said(each) for each in (right or RightPrice(rate.cents)).examples_of(rate)]


def _show_sum(assignment_id: int, cents: int | None, values: Any = None, errors: Any = None) -> str:
    wish = corrections.find_waiting(assignment_id=assignment_id)
    wanted = wish.cents if wish is not None else cents
    return render_template(
        "pages/price_corrections/sum.html",
        assignment=assignments.get(assignment_id),
        cents=wanted,
        moved=None if wanted is None else moves(wrong_by_sum(assignment_id, wanted)),
        values=values or {"cents": wanted},
        errors=errors or {},
        **_asked(wish, looked_at=wanted is not None),
    )


def _show_travel(
    decision_id: int, sums: dict[str, Any] | None, values: Any = None, errors: Any = None
) -> str:
    decision = tables.get(TravelDecision, decision_id)
    wish = corrections.find_waiting(travel_decision_id=decision_id)
    if wish is not None:
        sums = wish.travel
    as_it_is = {name: getattr(decision, name) for name in travel_terms.SUMS}
    return render_template(
        "pages/price_corrections/travel.html",
        decision=decision,
        now=as_it_is,
        sums=sums,
        moved=None if sums is None else moves(wrong_by_travel(decision_id, sums)),
        values=values or as_it_is,
        errors=errors or {},
        **_asked(wish, looked_at=sums is not None),
    )


def _asked(wish: Correction | None, *, looked_at: bool) -> dict[str, Any]:
    """What every page of these is given; see its shape.html."""
    return {
        "looked_at": looked_at,
        "wish": wish,
        "asked_by": users.get(wish.asked_by).name if wish else "",
        "may_decide": wish is not None and corrections.may_decide(access.actor(), wish),
    }
