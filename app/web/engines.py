"""Paying by ourselves: which engines are on, and the account fees leave from."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.readings import engine_needs
from app.schemas.payouts import PayingAccountSchema, SeenAccountSchema, SwitchSchema
from app.storage import engines, paying_accounts, users
from app.storage.engines import Engine
from app.use_cases import set_paying_account, switch_engines
from app.web.forms import typed
from app.web.fresh import refuse_unless_fresh
from invoices.check_digits import masked
from invoices.payment.file import Version

pages = Blueprint("engines", __name__, url_prefix="/engines")
SEES = (Permission.RUN_STATEMENTS, Permission.EDIT_USERS)


@pages.get("/")
@needs(*SEES)
def show():
    return _show()


@pages.get("/turn-on")
@needs(*SEES)
def before():
    """The first of two steps: what it means, and what has to be in place."""
    try:
        engine = Engine(request.args.get("engine", Engine.WITHHOLDING))
    except ValueError:
        abort(404)
    return render_template(
        "pages/engines/before.html",
        engine=engine,
        is_on=engine in engines.switched_on(),
        wants=engine_needs.needs_of(engine),
        may_pay=access.actor().may(Permission.RUN_STATEMENTS),
    )


@pages.post("/")
@needs(*SEES)
def turn():
    said, errors = typed(SwitchSchema())
    if errors:
        return _show(errors=errors), 422
    if said["on"]:
        refuse_unless_fresh()
    switch_engines.turn(by=access.actor(), **said)
    flash(gettext("Turned on.") if said["on"] else gettext("Turned off."), "success")
    return redirect(url_for(".show"), 303)


@pages.post("/account")
@needs(Permission.RUN_STATEMENTS)
def ask_account():
    said, errors = typed(PayingAccountSchema())
    if errors:
        return _show(request.form, errors), 422
    refuse_unless_fresh()
    set_paying_account.ask(by=access.actor(), **said)
    flash(gettext("Saved. It holds when another person has confirmed it."), "success")
    return redirect(url_for(".show"), 303)


@pages.post("/account/confirm")
@needs(Permission.RUN_STATEMENTS)
def confirm_account():
    said, errors = typed(SeenAccountSchema())
    if errors:
        return _show(errors=errors), 422
    refuse_unless_fresh()
    set_paying_account.confirm(by=access.actor(), **said)
    flash(gettext("Confirmed."), "success")
    return redirect(url_for(".show"), 303)


def _show(values: Any = None, errors: Any = None) -> str:
    return render_template(
        "pages/engines/show.html",
        engines=list(engines.Engine),
        running=engines.switched_on(),
        switches=engines.all_switches(),
        account=paying_accounts.find(),
        asked=paying_accounts.find_asked(),
        masked=masked,
        mine=users.of_same_person(access.actor().user_id),
        may_pay=access.actor().may(Permission.RUN_STATEMENTS),
        versions=[(each.value, each.value) for each in Version],
        values=values or {"batch_booking": True, "version": Version.OF_2019},
        errors=errors or {},
    )
