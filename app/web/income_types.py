"""What an assignment's fee is for the tax and the insurer: by the rules, or as finance decides."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.readings.income_types import is_non_profit
from app.schemas.income_decisions import WHATS, IncomeDecisionSchema, OwnIncomeTypeSchema
from app.storage import assignments, income_decisions, own_income_types
from app.use_cases import decide_income_type, list_income_type
from app.web.forms import typed
from invoices.refusals import MoneyRefusal
from invoices.tax.classification import Classification, Override, choosable
from invoices.tax.income_types import Insurance
from invoices.tax.own_types import own_type_on

pages = Blueprint("income_types", __name__)


@pages.get("/assignments/<int:assignment_id>/income-type")
@needs(Permission.RUN_STATEMENTS)
def show(assignment_id: int):
    return _show(assignment_id)


@pages.post("/assignments/<int:assignment_id>/income-type")
@needs(Permission.RUN_STATEMENTS)
def decide(assignment_id: int):
    said, errors = typed(IncomeDecisionSchema())
    if errors:
        return _show(assignment_id, request.form, errors), 422
    decide_income_type.decide(by=access.actor(), assignment_id=assignment_id, **said)
    flash(gettext("The income type has been decided."), "success")
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@pages.get("/income-types/")
@needs(Permission.RUN_STATEMENTS)
def own_list():
    """What the organisation has decided for all of its fees."""
    return _own_list({"valid_from": today()})


@pages.post("/income-types/")
@needs(Permission.RUN_STATEMENTS)
def add_to_list():
    said, errors = typed(OwnIncomeTypeSchema())
    if errors:
        return _own_list(request.form, errors), 422
    list_income_type.list_income_type(by=access.actor(), **said)
    flash(gettext("The income type has been decided."), "success")
    return redirect(url_for(".own_list"), 303)


def _own_list(values: Any, errors: Any = None) -> str:
    listed = own_income_types.rows()
    return render_template(
        "pages/income_types/list.html",
        whats=WHATS,
        now={
            what: own_type_on([each.values() for each in listed], what, today()) for what in WHATS
        },
        listed=listed[::-1],
        codes=choosable(non_profit=is_non_profit()),
        values=values,
        errors=errors or {},
    )


def _show(assignment_id: int, values: Any = None, errors: Any = None) -> str:
    decisions = income_decisions.of_assignment(assignment_id)
    held = decisions[0] if decisions else None
    return render_template(
        "pages/income_types/show.html",
        assignment=assignments.get(assignment_id),
        by_rules=_said(assignment_id, None),
        now=_said(assignment_id, held.values() if held else None),
        decisions=decisions,
        codes=choosable(non_profit=is_non_profit()),
        insurances=list(Insurance),
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
