"""Payments of another year than their tax was counted for: what has to be put right."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.language import gettext
from app.schemas.payouts import MendedYearSchema
from app.storage import engines, mended_years, net_pays, tables, users
from app.storage.engines import Engine
from app.storage.payments import Payment
from app.use_cases import mend_year
from app.web.forms import typed

pages = Blueprint("mended_years", __name__, url_prefix="/mended-years/<int:payment_id>")
RUNS = Permission.RUN_STATEMENTS


@pages.get("/")
@needs(RUNS)
def show(payment_id: int):
    return _show(payment_id)


@pages.post("/")
@needs(RUNS)
def write_down(payment_id: int):
    said, errors = typed(MendedYearSchema())
    if errors:
        return _show(payment_id, request.form, errors), 422
    mend_year.write_down(by=access.actor(), payment_id=payment_id, **said)
    flash(gettext("Written down. Another person confirms it."), "success")
    return redirect(url_for(".show", payment_id=payment_id), 303)


@pages.post("/confirm")
@needs(RUNS)
def confirm(payment_id: int):
    mend_year.confirm(by=access.actor(), payment_id=payment_id)
    flash(gettext("Confirmed. The tax of this payment is put right."), "success")
    return redirect(url_for(".show", payment_id=payment_id), 303)


@pages.post("/refuse")
@needs(RUNS)
def refuse(payment_id: int):
    mend_year.refuse(by=access.actor(), payment_id=payment_id)
    flash(gettext("It is written down anew once it is done."), "success")
    return redirect(url_for(".show", payment_id=payment_id), 303)


def _show(payment_id: int, values: Any = None, errors: Any = None) -> str:
    payment = tables.get(Payment, payment_id)
    net = net_pays.by_id([payment.net_pay_id])[payment.net_pay_id]
    if payment.paid_on is None:
        raise Missing(Payment.__name__, payment_id)
    found = mended_years.find(payment_id)
    acted = [found.asked_by, found.confirmed_by] if found else []
    mine = users.of_same_person(access.actor().user_id)
    return render_template(
        "pages/mended_years/show.html",
        payment=payment,
        net=net,
        found=found,
        people={each: users.get(each).name for each in acted if each is not None},
        is_own=found is not None and found.asked_by in mine,
        tells_register=Engine.INCOMES_REGISTER in engines.switched_on(),
        values=values or {},
        errors=errors or {},
    )
