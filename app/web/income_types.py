"""What an assignment's fee is for the tax and the insurer: by the rules, or as finance decides."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.schemas.income_decisions import IncomeDecisionSchema
from app.storage import assignments, engines, income_decisions
from app.storage.engines import Engine
from app.use_cases import decide_income_type
from app.web.forms import typed
from invoices.refusals import MoneyRefusal
from invoices.tax.classification import CHOOSABLE, Classification, Override
from invoices.tax.income_types import INCOME_TYPES, Insurance

pages = Blueprint("income_types", __name__, url_prefix="/assignments/<int:assignment_id>")


@pages.get("/income-type")
@needs(Permission.RUN_STATEMENTS)
def show(assignment_id: int):
    return _show(assignment_id)


@pages.post("/income-type")
@needs(Permission.RUN_STATEMENTS)
def decide(assignment_id: int):
    said, errors = typed(IncomeDecisionSchema())
    if errors:
        return _show(assignment_id, request.form, errors), 422
    decide_income_type.decide(by=access.actor(), assignment_id=assignment_id, **said)
    flash(gettext("The income type has been decided."), "success")
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


def _show(assignment_id: int, values: Any = None, errors: Any = None) -> str:
    decisions = income_decisions.of_assignment(assignment_id)
    held = decisions[0] if decisions else None
    return render_template(
        "pages/income_types/show.html",
        assignment=assignments.get(assignment_id),
        by_rules=_said(assignment_id, None),
        now=_said(assignment_id, held.values() if held else None),
        decisions=decisions,
        names={code: INCOME_TYPES[code].name for code in INCOME_TYPES},
        choices=[(code, f"{code} {INCOME_TYPES[code].name}") for code in CHOOSABLE],
        insurances=list(Insurance),
        is_on=Engine.WITHHOLDING in engines.switched_on(),
        is_paid=income_decisions.is_paid(assignment_id),
        values=values or {},
        errors=errors or {},
    )


def _said(assignment_id: int, override: Override | None) -> Classification | None:
    """None: the rules name none, or the year's flags have not been confirmed."""
    try:
        return decide_income_type.classified(assignment_id, override)
    except MoneyRefusal:
        return None
