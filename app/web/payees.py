"""The people who are paid, and what paying each takes: number known, pay kept back or not."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.readings import payroll_period
from app.schemas import ValidationError, by_field, load_form
from app.schemas.payees import KeepBackSchema, PayeeSchema, PayeeSearchSchema
from app.storage import engines, experts, pay_holds, payable, payees, statements
from app.storage.engines import Engine
from app.use_cases import mend_payee
from app.web.forms import typed

pages = Blueprint("payees", __name__, url_prefix="/payees")


@pages.get("/")
@needs(Permission.RUN_STATEMENTS)
def all_of_them():
    try:
        asked, errors = load_form(PayeeSearchSchema(), request.args, ignore=["lang"]), {}
    except ValidationError as error:
        asked, errors = {}, by_field(error)
    on = engines.switched_on()
    found = None if errors else payees.page(on=on, day=today(), **asked)
    return render_template(
        "pages/payees/all_of_them.html",
        page=found,
        by_payroll=Engine.PAYMENT_FILE not in on,
        values=request.args,
        errors=errors,
        next_url=_next_url(found),
    ), 422 if errors else 200


@pages.get("/<int:expert_id>")
@needs(Permission.RUN_STATEMENTS)
def show(expert_id: int):
    return _show(expert_id)


@pages.post("/<int:expert_id>")
@needs(Permission.RUN_STATEMENTS)
def mend(expert_id: int):
    said, errors = typed(PayeeSchema())
    if errors:
        return _show(expert_id, request.form, errors), 422
    mend_payee.mend_payee(by=access.actor(), expert_id=expert_id, **said)
    flash(gettext("Saved. The next run takes it into account."), "success")
    return redirect(url_for(".show", expert_id=expert_id), 303)


@pages.post("/<int:expert_id>/keep-back")
@needs(Permission.RUN_STATEMENTS)
def keep_back(expert_id: int):
    said, errors = typed(KeepBackSchema())
    if errors:
        return _show(expert_id, request.form, errors), 422
    mend_payee.keep_back(by=access.actor(), expert_id=expert_id, **said)
    flash(gettext("The pay is kept back, and the person has been told."), "success")
    return redirect(url_for(".show", expert_id=expert_id), 303)


@pages.post("/<int:expert_id>/let-go")
@needs(Permission.RUN_STATEMENTS)
def let_go(expert_id: int):
    mend_payee.let_go(by=access.actor(), expert_id=expert_id)
    flash(gettext("Let go. The next run pays it."), "success")
    return redirect(url_for(".show", expert_id=expert_id), 303)


def _next_url(found: payees.Page | None) -> str:
    if found is None or found.next_after is None:
        return ""
    kept = request.args.to_dict() | {"after": str(found.next_after)}
    return f"{url_for('.all_of_them')}?{urlencode(kept)}"


def _show(expert_id: int, values: Any = None, errors: Any = None) -> str:
    expert = experts.get(expert_id)
    stored = {"payroll_number": expert.payroll_number, "finance_has_it": expert.finance_has_it}
    return render_template(
        "pages/payees/show.html",
        expert=expert,
        running=engines.switched_on(),
        hold=pay_holds.find_open(expert_id),
        held=payroll_period.sorted_out(payable.held(expert_id), today(), payroll_period.prices()),
        statements=statements.of_expert(expert_id),
        values=values or stored,
        errors=errors or {},
    )
