"""What payroll needs of one person: number, account and tax card known, pay kept back or not."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.readings import payroll_period
from app.schemas.payees import KeepBackSchema, PayeeSchema
from app.storage import experts, pay_holds, payable, statements
from app.use_cases import mend_payee
from app.web.forms import typed

pages = Blueprint("payees", __name__, url_prefix="/payees")


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


def _show(expert_id: int, values: Any = None, errors: Any = None) -> str:
    expert = experts.get(expert_id)
    stored = {"payroll_number": expert.payroll_number, "finance_has_it": expert.finance_has_it}
    return render_template(
        "pages/payees/show.html",
        expert=expert,
        hold=pay_holds.find_open(expert_id),
        held=payroll_period.sorted_out(payable.held(expert_id), today(), payroll_period.prices()),
        statements=statements.of_expert(expert_id),
        values=values or stored,
        errors=errors or {},
    )
